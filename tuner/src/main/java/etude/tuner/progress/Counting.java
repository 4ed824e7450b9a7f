package etude.tuner.progress;

import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;

/** A bar over examples, where there is a terminal; nothing elsewhere. */
public final class Counting implements AutoCloseable {
    /** A bar of a length that nobody knows. */
    private static final long UNKNOWN = -1;

    private final Optional<ProgressBar> bar;

    private Counting(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /**
     * Shows a bar.
     *
     * @param last how many there will be, where that is known
     */
    public static Counting start(Terminal terminal, String task, OptionalLong last) {
        return new Counting(
                terminal.bars()
                        .map(bars -> bars.start(task, " examples", 1, 0, last.orElse(UNKNOWN))));
    }

    /** Moves it on. */
    public void stepTo(long count) {
        bar.ifPresent(shown -> shown.stepTo(count));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
