package etude.trainer.loop;

import etude.trainer.engine.FlatParameters.Slot;
import java.util.List;

/**
 * Loss and gradient of linear layers with ReLU between them, by their formulas in float64.
 *
 * @param loss mean over the rows
 * @param gradient in the order of the flat vector
 */
record PerceptronGradient(double loss, double[] gradient) {
    /** What the outputs of a row are compared with. */
    interface RowLoss {
        /** Adds the loss's gradient by the outputs; returns the loss. */
        double of(int row, double[] outputs, double[] gradient);
    }

    /**
     * @param slots of the flat vector: all weights, then all biases
     * @param features (rows, inputs)
     */
    static PerceptronGradient of(
            List<Slot> slots, double[] weights, float[] features, int rows, RowLoss loss) {
        int layers = slots.size() / 2;
        double[] gradient = new double[weights.length];
        double total = 0;
        int inputs = features.length / rows;
        for (int row = 0; row < rows; row++) {
            double[][] values = new double[layers + 1][];
            values[0] = new double[inputs];
            for (int i = 0; i < inputs; i++) {
                values[0][i] = features[row * inputs + i];
            }
            for (int k = 0; k < layers; k++) {
                values[k + 1] =
                        forward(slots.get(k), slots.get(layers + k), weights, values[k], k, layers);
            }
            double[] slope = new double[values[layers].length];
            total += loss.of(row, values[layers], slope) / rows;
            for (int k = layers - 1; k >= 0; k--) {
                slope =
                        back(
                                slots.get(k),
                                slots.get(layers + k),
                                weights,
                                values[k],
                                slope,
                                gradient,
                                rows);
            }
        }
        return new PerceptronGradient(total, gradient);
    }

    double norm() {
        return distance(gradient, new double[gradient.length]);
    }

    /** Of two vectors. */
    static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static double[] forward(
            Slot weight, Slot bias, double[] weights, double[] inputs, int layer, int layers) {
        double[] outputs = new double[(int) bias.shape().size()];
        for (int o = 0; o < outputs.length; o++) {
            double sum = weights[(int) bias.offset() + o];
            int from = (int) weight.offset() + o * inputs.length;
            for (int i = 0; i < inputs.length; i++) {
                sum += weights[from + i] * inputs[i];
            }
            outputs[o] = layer < layers - 1 ? Math.max(0, sum) : sum;
        }
        return outputs;
    }

    /** Adds to the gradient; returns that by the inputs, through the ReLU before them. */
    private static double[] back(
            Slot weight,
            Slot bias,
            double[] weights,
            double[] inputs,
            double[] slope,
            double[] gradient,
            int rows) {
        double[] before = new double[inputs.length];
        for (int o = 0; o < slope.length; o++) {
            gradient[(int) bias.offset() + o] += slope[o] / rows;
            int from = (int) weight.offset() + o * inputs.length;
            for (int i = 0; i < inputs.length; i++) {
                gradient[from + i] += slope[o] * inputs[i] / rows;
                before[i] += inputs[i] > 0 ? slope[o] * weights[from + i] : 0;
            }
        }
        return before;
    }
}
