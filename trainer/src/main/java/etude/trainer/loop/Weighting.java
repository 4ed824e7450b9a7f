package etude.trainer.loop;

import etude.datasets.Batch;
import etude.trainer.engine.TorchScript;
import java.util.List;

/**
 * How the terms of cross entropy are weighted.
 *
 * @param weights of each class, or of each label where it holds
 * @param gamma of the focal loss; 0 for none
 * @param labels whether several labels may hold
 */
record Weighting(List<Double> weights, double gamma, boolean labels) {
    /**
     * Nearer to 1 no probability in float32 is told from 1; there the term and its gradient are 0
     * for any gamma, and a power below 1 would have an infinite slope.
     */
    private static final double LEAST_DISTANCE = 1.0e-7;

    Weighting {
        weights = List.copyOf(weights);
    }

    /**
     * What the loss of a batch is divided by: the sum of the weights of its classes; where there
     * are several labels, their number.
     */
    double of(Batch batch) {
        if (labels) {
            return (double) batch.size() * weights.size();
        }
        double sum = 0;
        for (int row = 0; row < batch.size(); row++) {
            double first = weights.get(batch.labels()[row]);
            double share = batch.mixed() ? batch.mixWeights()[row] : 1;
            double second = batch.mixed() ? weights.get(batch.mixedLabels()[row]) : 0;
            sum += share * first + (1 - share) * second;
        }
        return sum;
    }

    float[] vector() {
        float[] vector = new float[weights.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = weights.get(i).floatValue();
        }
        return vector;
    }

    /** The method {@code share} of a script, see {@link ScriptedStep}. */
    String share() {
        return TorchScript.resource(
                Weighting.class, labels ? "weighted_labels_share.txt" : "weighted_share.txt");
    }

    /** The method {@code weighted_sum} of a script, and what it takes the targets of. */
    String methods(double labelSmoothing) {
        if (labels) {
            return TorchScript.resource(Weighting.class, "weighted_labels.txt");
        }
        double smoothed = labelSmoothing / weights.size();
        String distance = "torch.clamp(torch.neg(torch.expm1(logs)), %s)".formatted(LEAST_DISTANCE);
        return TorchScript.resource(Weighting.class, "weighted_cross_entropy.txt")
                .replace("SMOOTHED", Double.toString(smoothed))
                .replace("LABEL", Double.toString(1 - labelSmoothing + smoothed))
                .replace(
                        "TERMS",
                        gamma == 0
                                ? "logs"
                                : "torch.mul(torch.pow(%s, %s), logs)".formatted(distance, gamma));
    }
}
