package etude.datasets.augment;

import etude.datasets.Batch;
import java.util.SplittableRandom;

/**
 * Blends each image of a batch with another one of it, weight ~ Beta(alpha, alpha) per row (Zhang
 * et al. 2018, arXiv:1710.09412).
 */
record Mixup(double alpha) implements BatchOperation {
    /** Weights are multiples of 1 / ONE, so that pixels need no floating point. */
    private static final int FRACTION_BITS = 16;

    private static final int ONE = 1 << FRACTION_BITS;

    @Override
    public void apply(Batch batch, RowPartners partners, SplittableRandom random) {
        int[] weights = new int[batch.size()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = (int) Math.rint(BetaSampler.sample(alpha, random) * ONE);
            batch.mixedLabels()[row] = batch.labels()[partners.of(row)];
            batch.mixWeights()[row] = (float) weights[row] / ONE;
        }
        int elements = batch.spec().features().elements();
        partners.forEach(
                batch,
                (row, offset, partner, partnerOffset) ->
                        blend(
                                batch.images(),
                                offset,
                                partner,
                                partnerOffset,
                                elements,
                                weights[row]));
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
