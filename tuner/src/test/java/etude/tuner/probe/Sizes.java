package etude.tuner.probe;

import etude.trainer.timing.MedianInterval;
import etude.trainer.timing.MemoryUse;
import etude.trainer.timing.Setup;
import etude.trainer.timing.Timing;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.probe.SizeResult.Measured;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Results made for a test. */
final class Sizes {
    static final long MEBIBYTE = 1L << 20;
    private static final Setup SETUP =
            new Setup("cpu()", false, 0, 2, 60_000, 10_000, 5, "PyTorch");

    private final SortedMap<Integer, SizeResult> results = new TreeMap<>();

    /** A size with its throughput, needing a MiB for each example. */
    Sizes measured(int batchSize, double examplesPerSecond) {
        return measured(batchSize, examplesPerSecond, 0, 1);
    }

    Sizes measured(
            int batchSize, double examplesPerSecond, double dataWait, double meanOverMedian) {
        return measured(batchSize, examplesPerSecond, dataWait, meanOverMedian, 1);
    }

    Sizes measuredTwice(int batchSize, double examplesPerSecond) {
        return measured(batchSize, examplesPerSecond, 0, 1, 2);
    }

    private Sizes measured(
            int batchSize,
            double examplesPerSecond,
            double dataWait,
            double meanOverMedian,
            int processes) {
        double seconds = batchSize / examplesPerSecond;
        Timing timing =
                new Timing(
                        10,
                        true,
                        100,
                        20,
                        new MedianInterval(seconds, 0.99 * seconds, 1.01 * seconds),
                        meanOverMedian * seconds,
                        2 * seconds,
                        dataWait);
        long bytes = batchSize * MEBIBYTE;
        results.put(
                batchSize,
                new Measured(batchSize, timing, new MemoryUse(bytes, bytes, 0, 0), processes));
        return this;
    }

    Sizes failed(int batchSize, Failure failure) {
        results.put(batchSize, new Failed(batchSize, failure, "in a test"));
        return this;
    }

    SortedMap<Integer, SizeResult> results() {
        return results;
    }

    ProbeResult probe(long memory) {
        return new ProbeResult(
                "test",
                ProbeMode.TRAINING,
                List.of("etude", "probe"),
                "2026-01-01T00:00:00Z",
                new ProbeKey(Map.of("config", "x", "machine", "a machine")),
                SETUP,
                memory,
                results);
    }
}
