package etude.trainer.evaluation;

/**
 * Of each class: how many examples there are, how often it was predicted, and how often rightly.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ConfusionCounts(long[] examples, long[] predicted, long[] right) {
    static ConfusionCounts of(Predictions predictions) {
        int classes = predictions.classes();
        ConfusionCounts counts =
                new ConfusionCounts(new long[classes], new long[classes], new long[classes]);
        for (int i = 0; i < predictions.examples(); i++) {
            int label = predictions.label(i);
            int choice = predictions.choice(i);
            counts.examples[label]++;
            counts.predicted[choice]++;
            counts.right[label] += label == choice ? 1 : 0;
        }
        return counts;
    }

    /** 2 TP / (2 TP + FP + FN); 0 where it was never predicted rightly. */
    double f1(int label) {
        long sum = examples[label] + predicted[label];
        return sum == 0 ? 0 : 2.0 * right[label] / sum;
    }

    /** Whether there are examples or predictions of a class. */
    boolean occurs(int label) {
        return examples[label] + predicted[label] > 0;
    }

    /** The share of a class's examples that were found; of one that has some. */
    double recall(int label) {
        return (double) right[label] / examples[label];
    }
}
