package etude.datasets.augment;

import etude.datasets.Batch;
import java.util.SplittableRandom;

/**
 * How the rows of one batch are to be mixed, drawn before any of them is read: whoever needs only
 * some of the rows then knows which others these are mixed with.
 */
public final class Mixing {
    private final BatchOperation operation;
    private final RowPartners partners;
    private final SplittableRandom random;

    Mixing(BatchOperation operation, RowPartners partners, SplittableRandom random) {
        this.operation = operation;
        this.partners = partners;
        this.random = random;
    }

    /** The row that a row is mixed with. */
    public int partner(int row) {
        return partners.of(row);
    }

    /**
     * Mixes the rows of the whole batch, once; a row comes out right where it and its partner have
     * been read.
     */
    public void apply(Batch batch) {
        operation.apply(batch, partners, random);
    }
}
