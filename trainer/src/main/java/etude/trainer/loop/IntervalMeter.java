package etude.trainer.loop;

import etude.trainer.distributed.Ranks;
import etude.trainer.optimizer.StepLog;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Averages of the steps since the last log line, and how fast they went. Evaluation and checkpoint
 * time do not count.
 */
final class IntervalMeter {
    private final double clip;
    private final int batchSize;
    private double lossSum;
    private double normSum;
    private long clipped;
    private long steps;
    private long timedSteps;
    private long trainingNanoseconds;
    private long waitedNanoseconds;

    IntervalMeter(double clip, int batchSize) {
        this.clip = clip;
        this.batchSize = batchSize;
    }

    void add(float[] losses, float[] norms, int from, int to) {
        for (int i = from; i < to; i++) {
            lossSum += losses[i];
            normSum += norms[i];
            clipped += norms[i] > clip ? 1 : 0;
        }
        steps += to - from;
    }

    void add(StepLog.Entries entries) {
        add(entries.losses(), entries.norms(), 0, entries.losses().length);
    }

    /** One more step took this long, of which it waited for data so long. */
    void timed(long nanoseconds, long waited) {
        trainingNanoseconds += nanoseconds;
        waitedNanoseconds += waited;
        timedSteps++;
    }

    /** Extra time the device needed for steps already counted. */
    void timedDevice(long nanoseconds) {
        trainingNanoseconds += nanoseconds;
    }

    /**
     * The interval's metrics; starts a new interval. Throughput is that of all ranks, which go in
     * step; the wait for data is that of the one which waits most.
     */
    Map<String, Double> take(double learningRate, Ranks ranks) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("train/loss", lossSum / steps);
        metrics.put("learning_rate", learningRate);
        metrics.put("gradient_norm", normSum / steps);
        metrics.put("clipped_fraction", clipped / (double) steps);
        double seconds = trainingNanoseconds / 1e9;
        metrics.put("examples_per_second", timedSteps * (double) batchSize / seconds);
        metrics.put(
                "data_wait_fraction",
                ranks.largest(waitedNanoseconds / (double) trainingNanoseconds));
        lossSum = 0;
        normSum = 0;
        clipped = 0;
        steps = 0;
        timedSteps = 0;
        trainingNanoseconds = 0;
        waitedNanoseconds = 0;
        return metrics;
    }
}
