package etude.trainer.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Times steps: warm up until their time is steady, then measure until the interval of the median is
 * narrow enough or time is up. Steps are measured in blocks long enough that reading the device and
 * the clock, and batches that arrive in bursts, do not matter.
 */
final class SteadyTimer {
    private static final double NANOSECONDS = 1e-9;
    private static final double BLOCK_SECONDS = 0.1;
    private static final int MOST_STEPS_IN_BLOCK = 2000;

    /** Steady: the median of the last blocks is this close to that of as many before. */
    private static final double STEADY = 0.05;

    private static final int STEADY_BLOCKS = 4;

    private final StepSource source;
    private final TimingRules rules;
    private final LongSupplier nanoTime;
    private int stepsInBlock = 1;

    /**
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    SteadyTimer(StepSource source, TimingRules rules, LongSupplier nanoTime) {
        this.source = source;
        this.rules = rules;
        this.nanoTime = nanoTime;
    }

    Timing time() {
        long start = nanoTime.getAsLong();
        block(); // compiles, allocates, lets the device choose algorithms
        double one = block();
        stepsInBlock = (int) Math.max(1, Math.min(BLOCK_SECONDS / one, MOST_STEPS_IN_BLOCK));
        int warmup = 2;
        List<Double> blocks = new ArrayList<>();
        boolean steady = false;
        while (!steady && since(start) < rules.seconds() / 2) {
            blocks.add(block());
            warmup += stepsInBlock;
            steady = steady(blocks);
        }
        return measure(warmup, steady);
    }

    private Timing measure(int warmup, boolean steady) {
        List<Double> blocks = new ArrayList<>();
        long waited = source.waitedNanoseconds();
        long start = nanoTime.getAsLong();
        do {
            blocks.add(block());
        } while (!enough(blocks, since(start)));
        double seconds = since(start);
        int steps = blocks.size() * stepsInBlock;
        return new Timing(
                warmup,
                steady,
                steps,
                blocks.size(),
                interval(blocks),
                seconds / steps,
                blocks.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                (source.waitedNanoseconds() - waited) * NANOSECONDS / seconds);
    }

    private boolean enough(List<Double> blocks, double seconds) {
        if (blocks.size() * stepsInBlock < rules.leastSteps()) {
            return false;
        }
        if (blocks.size() < TimingRules.LEAST_BLOCKS) {
            return seconds > rules.longest();
        }
        return seconds > rules.seconds()
                || (blocks.size() >= 2 * TimingRules.LEAST_BLOCKS
                        && interval(blocks).relativeWidth() <= rules.relativeWidth());
    }

    private static boolean steady(List<Double> blocks) {
        int n = blocks.size();
        if (n < 2 * STEADY_BLOCKS) {
            return false;
        }
        double last = interval(blocks.subList(n - STEADY_BLOCKS, n)).median();
        double before = interval(blocks.subList(n - 2 * STEADY_BLOCKS, n - STEADY_BLOCKS)).median();
        return Math.abs(last - before) <= STEADY * before;
    }

    /** Seconds per step of one block. */
    private double block() {
        long start = nanoTime.getAsLong();
        source.run(stepsInBlock);
        return Math.max(since(start), NANOSECONDS) / stepsInBlock;
    }

    private double since(long start) {
        return (nanoTime.getAsLong() - start) * NANOSECONDS;
    }

    private static MedianInterval interval(List<Double> values) {
        return MedianInterval.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
