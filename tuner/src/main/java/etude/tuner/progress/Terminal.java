package etude.tuner.progress;

import etude.trainer.run.Progress;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Where progress is shown, and how wide results may be.
 *
 * @param err a terminal, a file or a pipe
 * @param columns characters in one line of the terminal; 0 where {@code err} is none
 * @param outColumns characters that one line of results may have; 0 where nothing limits them, as
 *     in a file or a pipe
 * @param color whether the user likes colour
 * @param charset what the terminal can show
 */
public record Terminal(
        PrintStream err, int columns, int outColumns, boolean color, Charset charset) {
    /** How wide tables and sentences of results may be. */
    public int width() {
        return outColumns == 0 ? Integer.MAX_VALUE : outColumns;
    }

    /** Bars on a terminal; empty where there is none. */
    public Optional<Bars> bars() {
        return columns == 0
                ? Optional.empty()
                : Optional.of(new Bars(err, columns, Bars.style(color, charset)));
    }

    /** How a run shows its progress here. */
    public Progress progress() {
        return bars().<Progress>map(bars -> new TerminalProgress(err, bars))
                .orElseGet(() -> new PlainProgress(err, System::nanoTime));
    }
}
