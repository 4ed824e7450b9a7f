package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Target;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What one reading of a split tells: a hash of every example's features, and how many examples
 * there are of each class (none where the target is no class).
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ExampleScan(long[] hashes, long[] classCounts) {
    private static final int CHUNK = 256;

    /** Reading more than this at every start would cost more than the answer is worth. */
    private static final long MOST_FEATURES = 1L << 32;

    /** Whether the features of a split are few enough (4 Gi) to read them all. */
    public static boolean affordable(Dataset examples) {
        return (long) examples.size() * examples.spec().features().elements() <= MOST_FEATURES;
    }

    /** Reads every example once, on all cores. */
    public static ExampleScan of(Dataset examples) {
        int classes =
                examples.spec().target() instanceof Target.Classes target
                        ? target.names().size()
                        : 0;
        long[] hashes = new long[examples.size()];
        int chunks = (examples.size() + CHUNK - 1) / CHUNK;
        long[] classCounts =
                IntStream.range(0, chunks)
                        .parallel()
                        .mapToObj(chunk -> scan(examples, chunk * CHUNK, hashes, classes))
                        .reduce(new long[classes], ExampleScan::sum);
        return new ExampleScan(hashes, classCounts);
    }

    private static long[] scan(Dataset examples, int first, long[] hashes, int classes) {
        long[] counts = new long[classes];
        Batch batch = new Batch(examples.spec(), 1);
        for (int index = first; index < Math.min(first + CHUNK, hashes.length); index++) {
            hashes[index] = examples.featureHash(index, batch);
            if (classes > 0) {
                counts[batch.labels()[0]]++;
            }
        }
        return counts;
    }

    private static long[] sum(long[] left, long[] right) {
        long[] sum = new long[left.length];
        Arrays.setAll(sum, i -> left[i] + right[i]);
        return sum;
    }
}
