package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Features;
import etude.datasets.RandomStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds examples that stand in the training set and in another split as well: such a split measures
 * memory, not generalisation. Examples are the same when their features are; targets are not
 * compared, since an example with a second label leaks just as much. Holds one 64-bit hash for each
 * training example (8 bytes), so among 1,000,000 examples two different ones are taken for equal
 * with a chance below 1 in 10 million.
 */
public final class OverlapCheck {
    private static final int CHUNK = 256;
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Reading more than this at every start would cost more than the answer is worth. */
    private static final long MOST_FEATURES = 1L << 32;

    private final long[] trainingHashes;

    /** Reads every training example once, on all cores. */
    public OverlapCheck(Dataset train) {
        trainingHashes = hashes(train);
        Arrays.sort(trainingHashes);
    }

    /** Whether the features of the training set are few enough (4 Gi) to read them all. */
    public static boolean affordable(Dataset train) {
        return (long) train.size() * train.spec().features().elements() <= MOST_FEATURES;
    }

    /** How many examples of {@code others} also stand in the training set. */
    public int count(Dataset others) {
        int shared = 0;
        for (long hash : hashes(others)) {
            if (Arrays.binarySearch(trainingHashes, hash) >= 0) {
                shared++;
            }
        }
        return shared;
    }

    /**
     * A sentence for the user if anything is shared.
     *
     * @param split the name of the other split: {@code validation} or {@code test}
     */
    public Optional<String> warning(Dataset others, String split) {
        int shared = count(others);
        if (shared == 0) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "%,d of %,d %s examples also %s in the training set, so the %s error looks better than it is.",
                        shared,
                        others.size(),
                        split,
                        shared == 1 ? "stands" : "stand",
                        split));
    }

    private static long[] hashes(Dataset examples) {
        long[] hashes = new long[examples.size()];
        int chunks = (examples.size() + CHUNK - 1) / CHUNK;
        IntStream.range(0, chunks)
                .parallel()
                .forEach(chunk -> hashChunk(examples, chunk * CHUNK, hashes));
        return hashes;
    }

    private static void hashChunk(Dataset examples, int first, long[] hashes) {
        Batch batch = new Batch(examples.spec(), 1);
        for (int index = first; index < Math.min(first + CHUNK, hashes.length); index++) {
            examples.read(index, batch, 0);
            hashes[index] = hash(examples.spec().features(), batch);
        }
    }

    private static long hash(Features features, Batch batch) {
        long hash = 0;
        if (features instanceof Features.Image) {
            hash = hashBytes(batch.images());
        } else if (features instanceof Features.Vector) {
            for (float value : batch.vectors()) {
                hash = RandomStream.mix(hash ^ Float.floatToIntBits(value));
            }
        } else {
            for (int token : batch.tokens()) {
                hash = RandomStream.mix(hash ^ token);
            }
        }
        return hash;
    }

    /** Eight bytes a step. */
    private static long hashBytes(byte[] bytes) {
        long hash = bytes.length;
        int index = 0;
        for (; index + Long.BYTES <= bytes.length; index += Long.BYTES) {
            hash = RandomStream.mix(hash ^ (long) WORDS.get(bytes, index));
        }
        for (; index < bytes.length; index++) {
            hash = RandomStream.mix(hash ^ bytes[index]);
        }
        return hash;
    }
}
