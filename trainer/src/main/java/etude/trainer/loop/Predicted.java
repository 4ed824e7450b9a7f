package etude.trainer.loop;

/** What the network predicts for one example. */
public sealed interface Predicted {
    /** Where the example comes from. */
    String example();

    /**
     * The most probable class, or token of each position.
     *
     * @param labels the true ones
     * @param predicted the most probable ones
     * @param probabilities that the network gave those
     */
    record Classes(String example, int[] labels, int[] predicted, float[] probabilities)
            implements Predicted {}

    /**
     * Which labels hold.
     *
     * @param truth 1 for those that do, else 0
     * @param probabilities that the network gave each
     */
    record Labels(String example, float[] truth, float[] probabilities) implements Predicted {}

    /**
     * A number.
     *
     * @param target the true one
     */
    record Value(String example, float target, float value) implements Predicted {}
}
