package etude.tuner.cli;

import etude.trainer.run.Progress;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * What stderr leads to. The launcher looks, since Java cannot ask about stderr, and says so with
 * the number of columns in {@code etude.columns}.
 */
final class Terminal {
    private Terminal() {}

    /** Bars on a terminal; empty where stderr is a file or a pipe. */
    static Optional<Bars> bars() {
        int columns = columns();
        if (columns == 0) {
            return Optional.empty();
        }
        boolean color = System.getenv("NO_COLOR") == null;
        Charset charset = Charset.forName(System.getProperty("native.encoding", "US-ASCII"));
        return Optional.of(new Bars(System.err, columns, Bars.style(color, charset)));
    }

    /** Characters in one line; 0 where stderr is a file or a pipe. */
    static int columns() {
        return Math.max(0, Integer.getInteger("etude.columns", 0));
    }

    /** How a run shows its progress here. */
    static Progress progress() {
        return bars().<Progress>map(bars -> new TerminalProgress(System.err, bars))
                .orElseGet(() -> new PlainProgress(System.err, System::nanoTime));
    }
}
