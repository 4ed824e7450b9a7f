package etude.datasets.reader;

import etude.datasets.Batch;
import java.util.Optional;

/** One example that a trained model is to say something of, or why it cannot be read. */
public sealed interface NewExample {
    /** Where it comes from: a path, with a line or number where it has one. */
    String name();

    /**
     * One that can be read.
     *
     * @param truth what the file says of the target, as it stands there, where it says anything
     */
    record Read(String name, Content content, Optional<String> truth) implements NewExample {}

    /**
     * One that cannot.
     *
     * @param problem a sentence that says why
     */
    record Unreadable(String name, String problem) implements NewExample {}

    /** The features of an example. */
    @FunctionalInterface
    interface Content {
        /** Writes them into a row of a batch. */
        void write(Batch batch, int row);
    }
}
