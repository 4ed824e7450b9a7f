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
            implements Predicted {
        /**
         * @param all the probability of every class, position by position
         */
        static Classes of(String example, int[] labels, float[] all) {
            int classes = all.length / labels.length;
            int[] predicted = new int[labels.length];
            float[] probabilities = new float[labels.length];
            for (int i = 0; i < labels.length; i++) {
                for (int c = 0; c < classes; c++) {
                    if (all[i * classes + c] > probabilities[i]) {
                        probabilities[i] = all[i * classes + c];
                        predicted[i] = c;
                    }
                }
            }
            return new Classes(example, labels, predicted, probabilities);
        }
    }

    /**
     * A number.
     *
     * @param target the true one
     */
    record Value(String example, float target, float value) implements Predicted {}
}
