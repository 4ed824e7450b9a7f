package etude.trainer.predict;

import etude.datasets.Batch;
import etude.datasets.preprocessing.Preprocessing;

/** A trained model that is ready to predict, from a run or from an exported folder. */
public interface Predictor extends AutoCloseable {
    /** How its examples are read, and what it predicts. */
    Preprocessing preprocessing();

    /** The most examples of one batch. */
    int batchSize();

    /**
     * What it says of the rows of a batch: a probability for each class (rows * classes), or the
     * number in the target's own unit.
     */
    float[] outputs(Batch batch);

    /**
     * Of a language model: the logits of the token that follows a position of a batch of one
     * window, up to a constant.
     */
    float[] next(Batch window, int position);

    @Override
    void close();
}
