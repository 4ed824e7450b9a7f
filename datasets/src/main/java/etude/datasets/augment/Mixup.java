package etude.datasets.augment;

import etude.datasets.Batch;
import java.util.SplittableRandom;

/**
 * Blends each image of a batch with another one of it, weight ~ Beta(alpha, alpha) per row (Zhang
 * et al. 2018, arXiv:1710.09412). The partners are a random rotation of the rows, so each image is
 * first once and second once.
 */
record Mixup(double alpha) {
    /** Weights are multiples of 1 / ONE, so that pixels need no floating point. */
    private static final int FRACTION_BITS = 16;

    private static final int ONE = 1 << FRACTION_BITS;

    /** A batch of one row is blended with itself, which changes nothing. */
    void apply(Batch batch, SplittableRandom random) {
        int rows = batch.size();
        if (rows == 0) {
            return;
        }
        int distance = rows == 1 ? 0 : 1 + random.nextInt(rows - 1);
        int[] weights = new int[rows];
        for (int row = 0; row < rows; row++) {
            weights[row] = (int) Math.rint(BetaSampler.sample(alpha, random) * ONE);
            batch.mixedLabels()[row] = batch.labels()[(row + distance) % rows];
            batch.mixWeights()[row] = (float) weights[row] / ONE;
        }
        blendRows(batch, distance, weights);
    }

    /**
     * Follows each cycle of the rotation, so that every partner is read before it is overwritten;
     * only the first image of a cycle has to be kept aside.
     */
    private static void blendRows(Batch batch, int distance, int[] weights) {
        int rows = batch.size();
        int elements = batch.spec().features().elements();
        byte[] images = batch.images();
        byte[] first = new byte[elements];
        for (int start = 0; start < greatestCommonDivisor(rows, distance); start++) {
            System.arraycopy(images, start * elements, first, 0, elements);
            int row = start;
            int partner = (row + distance) % rows;
            while (partner != start) {
                blend(images, row * elements, images, partner * elements, elements, weights[row]);
                row = partner;
                partner = (row + distance) % rows;
            }
            blend(images, row * elements, first, 0, elements, weights[row]);
        }
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** Rounds to the nearest byte, halves up. */
    private static void blend(
            byte[] target, int offset, byte[] other, int otherOffset, int length, int weight) {
        for (int i = 0; i < length; i++) {
            int mixed =
                    (target[offset + i] & 0xFF) * weight
                            + (other[otherOffset + i] & 0xFF) * (ONE - weight);
            target[offset + i] = (byte) ((mixed + ONE / 2) >>> FRACTION_BITS);
        }
    }
}
