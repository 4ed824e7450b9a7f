package etude.tuner.progress;

import etude.trainer.run.Progress;
import etude.tuner.text.MetricLine;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** A progress bar with the newest measurements; notes stand above it. */
final class TerminalProgress implements Progress {
    /** Back to the start of the line, and clear it: the bar is drawn again below. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final Bars bars;
    private final Map<String, Double> newest = new LinkedHashMap<>();
    private @Nullable ProgressBar bar;

    TerminalProgress(PrintStream out, Bars bars) {
        this.out = out;
        this.bars = bars;
    }

    @Override
    public synchronized void started(String runName, long firstStep, long lastStep) {
        bar = bars.start(runName, " steps", 1, firstStep, lastStep);
    }

    @Override
    public synchronized void stepped(long step) {
        if (bar != null) {
            bar.stepTo(step);
        }
    }

    @Override
    public synchronized void measured(long step, Map<String, Double> metrics) {
        newest.putAll(metrics);
        if (bar != null) {
            bar.setExtraMessage(" " + MetricLine.of(newest));
        }
    }

    @Override
    public synchronized void note(String sentence) {
        out.print(CLEAR_LINE + sentence + System.lineSeparator());
    }

    @Override
    public synchronized void finished() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
