package etude.tuner.progress;

import etude.trainer.run.Progress;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Where progress is shown.
 *
 * @param err a terminal, a file or a pipe
 * @param columns characters in one line of the terminal; 0 where {@code err} is none
 * @param color whether the user likes colour
 * @param charset what the terminal can show
 */
public record Terminal(PrintStream err, int columns, boolean color, Charset charset) {
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
