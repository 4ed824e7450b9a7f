package etude.datasets;

import etude.datasets.image.Picture;
import java.util.Optional;

/**
 * A fixed, ordered collection of examples with random access. Reading is safe from many threads at
 * once and needs no more memory than the batch it writes to, and one picture where that is decoded
 * then.
 */
public interface Dataset extends AutoCloseable {
    ExampleSpec spec();

    int size();

    /**
     * Writes example {@code index} into row {@code row} of the batch: its features and its target.
     *
     * @throws EtudeException when the example cannot be read; the message names it
     */
    void read(int index, Batch batch, int row);

    /**
     * Writes only the target of example {@code index} into row {@code row} of the batch, which may
     * change the row's features too; cheap where the features are what reading costs.
     *
     * @throws EtudeException when the example cannot be read; the message names it
     */
    default void readTarget(int index, Batch batch, int row) {
        read(index, batch, row);
    }

    /**
     * 64 bits that examples with equal features have in common, and hardly any others. Of the
     * features as they were read, where a batch holds rounded ones.
     *
     * @param room a batch of one row, into which the example is read
     */
    default long featureHash(int index, Batch room) {
        read(index, room, 0);
        return FeatureHash.of(room);
    }

    /**
     * The whole picture that the features of example {@code index} are a part of, for what cuts
     * other parts from it in training; empty where it is not kept, or the examples are no images.
     */
    default Optional<Picture> picture(int index) {
        return Optional.empty();
    }

    /**
     * 64 bits that examples which belong together have in common, such as the rows of one customer:
     * they do not stand in two splits. By default each example stands for itself.
     */
    default long group(int index) {
        return index;
    }

    /**
     * Where example {@code index} comes from, for messages: a path, with a line or number where it
     * has one.
     */
    String name(int index);

    /** Releases mapped files; views of another data set leave that to their owner. */
    @Override
    void close();
}
