package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.function.UnaryOperator;

/**
 * Batch normalization (Ioffe and Szegedy 2015) over axis 1 of (N, C) or (N, C, H, W), with scale
 * and shift per channel and epsilon 1e-5.
 *
 * <p>Training normalises by the batch's mean and biased variance, and updates in place {@code
 * running = 0.9 * running + 0.1 * batch}, where the batch's variance is the unbiased one, as
 * PyTorch does. Evaluation normalises by the running statistics.
 */
class BatchNormalization extends KernelOperation {
    BatchNormalization() {
        this(KernelText.resource("batch_norm.txt"));
    }

    /**
     * @param text a kernel of the input, scale, shift, running mean and running variance
     */
    BatchNormalization(KernelText text) {
        super(
                text,
                UnaryOperator.identity(),
                weight("gamma", Parameter.Type.GAMMA, Initializer.ONES),
                weight("beta", Parameter.Type.BETA, Initializer.ZEROS),
                weight("running_mean", Parameter.Type.RUNNING_MEAN, Initializer.ZEROS),
                weight("running_variance", Parameter.Type.RUNNING_VAR, Initializer.ONES));
    }

    private static Weight weight(String name, Parameter.Type type, Initializer start) {
        return new Weight(name, type, shape -> new Shape(shape.get(1)), start);
    }
}
