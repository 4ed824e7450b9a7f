package etude.datasets.augment;

import etude.datasets.Batch;
import java.util.SplittableRandom;

/**
 * A random rotation of the rows of a batch, so that each image is first once and second once; a
 * batch of one row is mixed with itself.
 *
 * @param rows of the batch, at least one
 * @param distance from a row to its partner
 */
record RowPartners(int rows, int distance) {
    /** Changes the row at {@code offset} by its partner, whose bytes are elsewhere. */
    interface Change {
        void apply(int row, int offset, byte[] partner, int partnerOffset);
    }

    static RowPartners draw(int rows, SplittableRandom random) {
        return new RowPartners(rows, rows == 1 ? 0 : 1 + random.nextInt(rows - 1));
    }

    int of(int row) {
        return (row + distance) % rows;
    }

    /**
     * Follows each cycle of the rotation, so that every partner is read before it is overwritten;
     * only the first image of a cycle has to be kept aside.
     */
    void forEach(Batch batch, Change change) {
        int elements = batch.spec().features().elements();
        byte[] images = batch.images();
        byte[] first = new byte[elements];
        for (int start = 0; start < greatestCommonDivisor(rows, distance); start++) {
            System.arraycopy(images, start * elements, first, 0, elements);
            int row = start;
            int partner = of(row);
            while (partner != start) {
                change.apply(row, row * elements, images, partner * elements);
                row = partner;
                partner = of(row);
            }
            change.apply(row, row * elements, first, 0);
        }
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
