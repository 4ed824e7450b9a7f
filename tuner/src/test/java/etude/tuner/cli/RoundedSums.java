package etude.tuner.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.config.DistributedConfig;
import etude.trainer.config.TimeLimit;
import etude.trainer.distributed.Ranks;
import etude.trainer.distributed.VectorSum;
import java.util.Arrays;

/** Gradients that travel as bfloat16, beside the same sums written out. */
final class RoundedSums {
    private static final int ENTRIES = 160;

    private RoundedSums() {}

    /**
     * What follows the gradients, and the few of them that make no whole pieces, is not rounded.
     */
    static void require(Ranks ranks) {
        ranks.use(new DistributedConfig(DistributedConfig.Sum.BFLOAT16, new TimeLimit(600)));
        int gradients = 16 * ranks.size() + 3;
        float[] expected = new float[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            boolean rounded = i < 16 * ranks.size();
            for (int rank = 0; rank < ranks.size(); rank++) {
                expected[i] += rounded ? rounded(share(rank, i)) : share(rank, i);
            }
            expected[i] = rounded ? rounded(expected[i]) : expected[i];
        }
        float[] own = new float[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            own[i] = share(ranks.rank(), i);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                NDArray vector = manager.create(own);
                VectorSum sum = ranks.sum(vector, gradients)) {
            sum.passed();
            sum.finish();
            if (!Arrays.equals(vector.toFloatArray(), expected)) {
                throw new IllegalStateException(
                        "rank %d: expected %s, found %s"
                                .formatted(
                                        ranks.rank(),
                                        Arrays.toString(expected),
                                        Arrays.toString(vector.toFloatArray())));
            }
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
