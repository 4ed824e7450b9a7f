package etude.tuner.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.config.DistributedConfig;
import etude.trainer.config.DistributedConfig.Sum;
import etude.trainer.config.TimeLimit;
import etude.trainer.distributed.Ranks;
import etude.trainer.distributed.VectorSum;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** What ranks add in each way, beside the same sums written out. */
final class VectorSums {
    private static final int ENTRIES = 160;

    private VectorSums() {}

    static void require(Ranks ranks) {
        float[] exact = expected(ranks, 0);
        requireSame(ranks, added(ranks, Sum.ORDERED, ENTRIES), exact);
        // what follows the gradients, and the few of them that make no whole pieces, is not rounded
        int rounded = 16 * ranks.size();
        float[] found = added(ranks, Sum.BFLOAT16, rounded + 3);
        float[] expected = expected(ranks, rounded);
        requireSame(ranks, Arrays.copyOf(found, rounded), Arrays.copyOf(expected, rounded));
        requireNearAndEqual(ranks, rounded, found, expected);
        requireNearAndEqual(ranks, 0, added(ranks, Sum.FAST, ENTRIES), exact);
    }

    private static void requireSame(Ranks ranks, float[] found, float... expected) {
        if (!Arrays.equals(found, expected)) {
            throw new IllegalStateException(
                    "rank %d: expected %s, found %s"
                            .formatted(
                                    ranks.rank(),
                                    Arrays.toString(expected),
                                    Arrays.toString(found)));
        }
    }

    /** From an entry on in an order of the library's own, but with the same bits at all ranks. */
    private static void requireNearAndEqual(Ranks ranks, int from, float[] found, float... exact) {
        for (int i = from; i < ENTRIES; i++) {
            double size = 0;
            for (int rank = 0; rank < ranks.size(); rank++) {
                size += Math.abs(share(rank, i));
            }
            if (Math.abs(found[i] - exact[i]) > 1e-6 * size) {
                throw new IllegalStateException(
                        "entry %d: expected %s, found %s".formatted(i, exact[i], found[i]));
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * ENTRIES);
        bytes.asFloatBuffer().put(found);
        List<byte[]> all = ranks.gather(bytes.array());
        if (!all.stream().allMatch(one -> Arrays.equals(one, bytes.array()))) {
            throw new IllegalStateException("ranks have other bits");
        }
    }

    /**
     * Added over the ranks, in their order.
     *
     * @param rounded how many entries travel as bfloat16
     */
    private static float[] expected(Ranks ranks, int rounded) {
        float[] expected = new float[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            for (int rank = 0; rank < ranks.size(); rank++) {
                expected[i] += i < rounded ? rounded(share(rank, i)) : share(rank, i);
            }
            expected[i] = i < rounded ? rounded(expected[i]) : expected[i];
        }
        return expected;
    }

    private static float[] added(Ranks ranks, Sum kind, int gradients) {
        ranks.use(new DistributedConfig(kind, new TimeLimit(600)));
        float[] own = new float[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            own[i] = share(ranks.rank(), i);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                NDArray vector = manager.create(own);
                VectorSum sum = ranks.sum(vector, gradients)) {
            sum.passed();
            sum.finish();
            return vector.toFloatArray();
        }
    }

    /** Numbers of all sizes, most of which no bfloat16 holds. */
    private static float share(int rank, int entry) {
        return (float) (Math.sin(1 + rank + 3.7 * entry) * Math.pow(10, entry % 9 - 5));
    }

    /** To the nearest of eight bits, to the even one of two as near. */
    private static float rounded(float value) {
        int bits = Float.floatToRawIntBits(value);
        int toEven = 0x7FFF + (bits >> 16 & 1);
        return Float.intBitsToFloat(bits + toEven & 0xFFFF0000);
    }
}
