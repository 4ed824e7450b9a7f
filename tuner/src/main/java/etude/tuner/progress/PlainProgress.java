package etude.tuner.progress;

import etude.trainer.run.Progress;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Quantities;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One plain line per logging interval, for logs and pipes. Measurements of one step are gathered
 * and printed when the next step is done, so that an evaluation stands on the line of its step.
 */
final class PlainProgress implements Progress {
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final Map<String, Double> gathered = new LinkedHashMap<>();
    private long gatheredStep;
    private long firstStep;
    private long lastStep;
    private long startNanos;

    /**
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    PlainProgress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void started(String runName, long firstStep, long lastStep) {
        this.firstStep = firstStep;
        this.lastStep = lastStep;
        startNanos = nanoTime.getAsLong();
        if (firstStep == 0) {
            out.println("%s: %d steps".formatted(runName, lastStep));
        } else if (firstStep < lastStep) {
            out.println(
                    "%s: continuing after step %d of %d".formatted(runName, firstStep, lastStep));
        } else {
            out.println("%s: all %d steps are done already".formatted(runName, lastStep));
        }
    }

    @Override
    public synchronized void stepped(long step) {
        if (step > gatheredStep) {
            print();
        }
    }

    @Override
    public synchronized void measured(long step, Map<String, Double> metrics) {
        if (step != gatheredStep) {
            print();
        }
        gatheredStep = step;
        gathered.putAll(metrics);
    }

    @Override
    public synchronized void note(String sentence) {
        print();
        out.println(sentence);
    }

    @Override
    public synchronized void finished() {
        print();
    }

    private void print() {
        if (gathered.isEmpty()) {
            return;
        }
        String line = "step %d/%d".formatted(gatheredStep, lastStep);
        String metrics = MetricLine.of(gathered);
        gathered.clear();
        out.println(line + (metrics.isEmpty() ? "" : "  " + metrics) + remaining());
    }

    private String remaining() {
        long done = gatheredStep - firstStep;
        if (done <= 0 || gatheredStep >= lastStep) {
            return "";
        }
        double nanosPerStep = (double) (nanoTime.getAsLong() - startNanos) / done;
        return "  ETA "
                + Quantities.clock(
                        Duration.ofNanos((long) (nanosPerStep * (lastStep - gatheredStep))));
    }
}
