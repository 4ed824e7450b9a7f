package etude.trainer.loop;

import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.DeviceTransfer;
import etude.trainer.engine.DeviceTransfer.Rows;
import etude.trainer.engine.FlatParameters.Slot;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.Treatment;
import etude.trainer.loop.PerceptronGradient.RowLoss;
import etude.trainer.optimizer.Formulas;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What a perceptron's gradient on one batch is at any weights, by the formulas in float64.
 *
 * @param slots of the flat vector
 * @param features (rows, inputs), as the device has them
 * @param loss cross entropy with the config's smoothing and the batch's mixed labels, or squares
 */
record BatchGradient(List<Slot> slots, float[] features, int rows, RowLoss loss) {
    static BatchGradient of(TrainStep.Context context, Batch batch) {
        try (DeviceTransfer transfer = context.transfer();
                NDManager scope = context.manager().newSubManager()) {
            float[] features = HostCopy.floats(transfer.features(batch, Rows.all(batch), scope));
            RowLoss loss =
                    (row, outputs, gradient) ->
                            crossEntropy(context.config(), batch, row, outputs, gradient);
            if (!context.mixes()) {
                float[] values =
                        HostCopy.floats(transfer.targets(batch, Rows.all(batch), scope).head());
                loss = (row, outputs, gradient) -> squares(values[row], outputs, gradient);
            }
            return new BatchGradient(
                    context.network().parameters().trainable(), features, batch.size(), loss);
        }
    }

    PerceptronGradient at(double[] weights) {
        return PerceptronGradient.of(slots, weights, features, rows, loss);
    }

    /** The weights after some updates without clipping, at the rates of {@link Formulas#rate}. */
    double[] updated(
            int updates,
            double[] start,
            OptimizerConfig optimizer,
            IntFunction<Optional<Treatment>> treatments) {
        return Formulas.run(
                optimizer,
                Double.POSITIVE_INFINITY,
                start,
                treatments,
                updates,
                (weights, step) -> at(weights).gradient());
    }

    private static double squares(float value, double[] outputs, double[] gradient) {
        double error = outputs[0] - value;
        gradient[0] = 2 * error;
        return error * error;
    }

    private static double crossEntropy(
            RunConfig config, Batch batch, int row, double[] outputs, double[] gradient) {
        double sum = 0;
        for (double output : outputs) {
            sum += Math.exp(output);
        }
        double loss = 0;
        for (int i = 0; i < outputs.length; i++) {
            double share = share(config, batch, row, i, outputs.length);
            loss -= share * (outputs[i] - Math.log(sum));
            gradient[i] = Math.exp(outputs[i]) / sum - share;
        }
        return loss;
    }

    private static double share(RunConfig config, Batch batch, int row, int label, int classes) {
        double first = batch.labels()[row] == label ? 1 : 0;
        double second = batch.mixed() && batch.mixedLabels()[row] == label ? 1 : 0;
        double weight = batch.mixed() ? batch.mixWeights()[row] : 1;
        double hot = weight * first + (1 - weight) * second;
        return (1 - config.labelSmoothing()) * hot + config.labelSmoothing() / classes;
    }
}
