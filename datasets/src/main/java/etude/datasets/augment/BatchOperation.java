package etude.datasets.augment;

import etude.datasets.Batch;
import java.util.SplittableRandom;

/** One random change of a whole batch, which mixes each image with another one. */
sealed interface BatchOperation permits Mixup, CutMix {
    /**
     * Mixes the rows of a batch, and says with which class and which weight.
     *
     * @param partners whom each row is mixed with
     */
    void apply(Batch batch, RowPartners partners, SplittableRandom random);
}
