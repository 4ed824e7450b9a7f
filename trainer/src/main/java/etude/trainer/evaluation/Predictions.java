package etude.trainer.evaluation;

import etude.datasets.Target;

/**
 * What was predicted of each example of an evaluation, and what is right.
 *
 * @param target what is predicted
 * @param targets (examples): the index of the class, or the number in its own unit; (examples,
 *     labels): 1 for each label that holds, else 0
 * @param predicted likewise
 * @param probabilities (examples, classes or labels), row by row; empty unless some metric reads
 *     them
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record Predictions(
        Target target, float[] targets, float[] predicted, float[] probabilities) {
    /** How many there are. */
    public int examples() {
        return target instanceof Target.Labels ? targets.length / classes() : targets.length;
    }

    /** Whether an example is of a class, or has a label. */
    public boolean is(int example, int label) {
        return target instanceof Target.Labels
                ? targets[example * classes() + label] == 1
                : label(example) == label;
    }

    /** Whether it was predicted to be. */
    public boolean isPredicted(int example, int label) {
        return target instanceof Target.Labels
                ? predicted[example * classes() + label] == 1
                : choice(example) == label;
    }

    /** How many classes, or labels, there are; 0 where the targets are neither. */
    public int classes() {
        return target.classes().size();
    }

    /** The right class of an example. */
    public int label(int example) {
        return (int) targets[example];
    }

    /** The predicted class of an example. */
    public int choice(int example) {
        return (int) predicted[example];
    }

    /** The probability that the model gives an example of being of a class, or having a label. */
    public float probability(int example, int label) {
        return probabilities[example * classes() + label];
    }
}
