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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Results made for a test. */
final class Sizes {
    static final long MEBIBYTE = 1L << 20;
    private static final Setup SETUP =
            new Setup("cpu()", false, 0, 2, 60_000, 10_000, 5, "PyTorch");

    private static final Setup GPU =
            new Setup("gpu(0)", true, 1L << 33, 2, 60_000, 10_000, 5, "PyTorch");

    /** What is resident and no limit counts, such as the pages of libraries. */
    private static final long RESIDENT = 40 * MEBIBYTE;

    private long fixed;
    private long perExample = MEBIBYTE;
    private final SortedMap<Integer, SizeResult> results = new TreeMap<>();
    private final SortedMap<Integer, SizeResult> confirmations = new TreeMap<>();

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
        return measured(
                batchSize,
                examplesPerSecond,
                dataWait,
                meanOverMedian,
                processes,
                new double[] {0.99, 1.01});
    }

    /** A size whose 90 % interval reaches from some throughput to another. */
    Sizes measuredBetween(int batchSize, double examplesPerSecond, double low, double high) {
        double[] interval = {examplesPerSecond / high, examplesPerSecond / low};
        return measured(batchSize, examplesPerSecond, 0, 1, 1, interval);
    }

    /** Sizes from here on need so many bytes, and more for each example. */
    Sizes needing(long fixedBytes, long bytesPerExample) {
        fixed = fixedBytes;
        perExample = bytesPerExample;
        return this;
    }

    private Sizes measured(
            int batchSize,
            double examplesPerSecond,
            double dataWait,
            double meanOverMedian,
            int processes,
            double[] interval) {
        double seconds = batchSize / examplesPerSecond;
        Timing timing =
                new Timing(
                        10,
                        true,
                        100,
                        20,
                        new MedianInterval(seconds, interval[0] * seconds, interval[1] * seconds),
                        meanOverMedian * seconds,
                        2 * seconds,
                        dataWait);
        long bytes = fixed + batchSize * perExample;
        MemoryUse memory = new MemoryUse(bytes + RESIDENT, bytes, bytes, 0);
        results.put(batchSize, new Measured(batchSize, timing, memory, processes, 0));
        return this;
    }

    Sizes failed(int batchSize, Failure failure) {
        results.put(batchSize, new Failed(batchSize, failure, "in a test"));
        return this;
    }

    /** What training a size longer came to, which had failed or been measured by then. */
    Sizes confirmed(SizeResult result) {
        confirmations.put(result.batchSize(), result);
        return this;
    }

    /** What was measured of a size. */
    Measured result(int batchSize) {
        return probe(0).measured(batchSize).orElseThrow();
    }

    SortedMap<Integer, SizeResult> results() {
        return results;
    }

    ProbeResult probe(long memory) {
        return probe(SETUP, memory);
    }

    ProbeResult probeOnGpu(long memory) {
        return probe(GPU, memory);
    }

    private ProbeResult probe(Setup setup, long memory) {
        return new ProbeResult(
                "test",
                ProbeMode.TRAINING,
                List.of("etude", "probe"),
                "2026-01-01T00:00:00Z",
                new ProbeKey(Map.of("config", "x", "machine", "a machine")),
                setup,
                memory,
                results,
                confirmations,
                1,
                Optional.empty());
    }
}
