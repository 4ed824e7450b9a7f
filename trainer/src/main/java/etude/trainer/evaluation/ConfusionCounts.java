package etude.trainer.evaluation;

import etude.datasets.Target;
import java.util.Arrays;

/**
 * Of each class or label: how many examples there are, how often it was predicted, and how often
 * rightly.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ConfusionCounts(long[] examples, long[] predicted, long[] right) {
    static ConfusionCounts of(Predictions predictions) {
        int classes = predictions.classes();
        ConfusionCounts counts =
                new ConfusionCounts(new long[classes], new long[classes], new long[classes]);
        if (predictions.target() instanceof Target.Labels) {
            counts.addLabels(predictions);
            return counts;
        }
        for (int i = 0; i < predictions.examples(); i++) {
            int label = predictions.label(i);
            int choice = predictions.choice(i);
            counts.examples[label]++;
            counts.predicted[choice]++;
            counts.right[label] += label == choice ? 1 : 0;
        }
        return counts;
    }

    private void addLabels(Predictions predictions) {
        for (int i = 0; i < predictions.examples(); i++) {
            for (int label = 0; label < examples.length; label++) {
                boolean holds = predictions.is(i, label);
                boolean found = predictions.isPredicted(i, label);
                examples[label] += holds ? 1 : 0;
                predicted[label] += found ? 1 : 0;
                right[label] += holds && found ? 1 : 0;
            }
        }
    }

    /** F1 of all decisions together; 0 where none is right. */
    double micro() {
        long sum = Arrays.stream(examples).sum() + Arrays.stream(predicted).sum();
        return sum == 0 ? 0 : 2.0 * Arrays.stream(right).sum() / sum;
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
