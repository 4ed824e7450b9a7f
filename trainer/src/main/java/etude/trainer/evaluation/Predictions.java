package etude.trainer.evaluation;

import etude.datasets.Target;

/**
 * What was predicted of each example of an evaluation, and what is right.
 *
 * @param target what is predicted
 * @param targets (examples): the index of the class, or the number in its own unit
 * @param predicted (examples), likewise
 * @param probabilities (examples, classes), row by row; empty unless some metric reads them
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record Predictions(
        Target target, float[] targets, float[] predicted, float[] probabilities) {
    /** How many there are. */
    public int examples() {
        return targets.length;
    }

    /** How many classes there are; 0 where the targets are none. */
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

    /** The probability that the model gives an example of being of a class. */
    public float probability(int example, int label) {
        return probabilities[example * classes() + label];
    }
}
