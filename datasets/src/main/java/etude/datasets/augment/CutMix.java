package etude.datasets.augment;

import etude.datasets.Batch;
import etude.datasets.Features;
import java.util.SplittableRandom;

/**
 * Puts a rectangle of another image of the batch into each one: its shape is that of the image, its
 * centre uniform, its area the share 1 - lambda with lambda ~ Beta(alpha, alpha) per row. What lies
 * outside is cut off, and the label's weight is the area that was kept (Yun et al. 2019,
 * arXiv:1905.04899, section 3.1 and algorithm 1).
 */
record CutMix(Features.Image image, double alpha) implements BatchOperation {
    /** A rectangle of whole pixels. */
    record Patch(int top, int left, int bottom, int right) {
        int area() {
            return (bottom - top) * (right - left);
        }
    }

    @Override
    public void apply(Batch batch, RowPartners partners, SplittableRandom random) {
        Patch[] patches = new Patch[batch.size()];
        for (int row = 0; row < patches.length; row++) {
            patches[row] = patch(BetaSampler.sample(alpha, random), random);
            batch.mixedLabels()[row] = batch.labels()[partners.of(row)];
            batch.mixWeights()[row] =
                    1 - (float) patches[row].area() / (image.height() * image.width());
        }
        partners.forEach(
                batch,
                (row, offset, partner, partnerOffset) ->
                        put(patches[row], partner, partnerOffset, batch.images(), offset));
    }

    private Patch patch(double lambda, SplittableRandom random) {
        double edge = Math.sqrt(1 - lambda);
        return patch(edge, random.nextInt(image.height()), random.nextInt(image.width()));
    }

    /**
     * The rectangle around a pixel.
     *
     * @param edge of it, as a share of the image's
     */
    Patch patch(double edge, int centreY, int centreX) {
        int halfHeight = (int) (edge * image.height()) / 2;
        int halfWidth = (int) (edge * image.width()) / 2;
        return new Patch(
                Math.max(0, centreY - halfHeight),
                Math.max(0, centreX - halfWidth),
                Math.min(image.height(), centreY + halfHeight),
                Math.min(image.width(), centreX + halfWidth));
    }

    private void put(Patch patch, byte[] from, int fromOffset, byte[] to, int toOffset) {
        int length = (patch.right() - patch.left()) * image.channels();
        for (int y = patch.top(); y < patch.bottom(); y++) {
            int at = (y * image.width() + patch.left()) * image.channels();
            System.arraycopy(from, fromOffset + at, to, toOffset + at, length);
        }
    }
}
