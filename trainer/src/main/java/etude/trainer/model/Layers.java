package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import java.util.function.UnaryOperator;

/**
 * The layers that the models share, each with the initialisation of its weights; biases start at
 * zero.
 */
final class Layers {
    private Layers() {}

    /**
     * A square convolution, padded so that stride 1 keeps the size. Weights are He normal by
     * fan-out, as in torchvision: variance 2 / (filters * kernel^2).
     */
    static Block convolution(int filters, int kernel, int stride, boolean bias) {
        Conv2d convolution =
                Conv2d.builder()
                        .setKernelShape(new Shape(kernel, kernel))
                        .setFilters(filters)
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(kernel / 2, kernel / 2))
                        .optBias(bias)
                        .build();
        return weights(convolution, normal(FactorType.OUT, 2));
    }

    /** A linear layer before a ReLU: He normal, variance 2 / inputs. */
    static Block hiddenLinear(int units, boolean bias) {
        return weights(linear(units, bias), normal(FactorType.IN, 2));
    }

    /**
     * A linear output layer: variance 1 / inputs (LeCun et al. 1998), since no ReLU halves its
     * output.
     */
    static Block outputLinear(int units) {
        return weights(linear(units, true), lecunNormal());
    }

    /** A linear layer with bias whose weights have the given standard deviation. */
    static Block linear(int units, double deviation) {
        return weights(linear(units, true), new NormalInitializer((float) deviation));
    }

    /** Variance 1 / inputs, for (outputs, inputs). */
    static Initializer lecunNormal() {
        return normal(FactorType.IN, 1);
    }

    private static Linear linear(int units, boolean bias) {
        return Linear.builder().setUnits(units).optBias(bias).build();
    }

    private static Initializer normal(FactorType fan, float magnitude) {
        return new XavierInitializer(RandomType.GAUSSIAN, fan, magnitude);
    }

    private static Block weights(Block block, Initializer initializer) {
        block.setInitializer(initializer, Parameter.Type.WEIGHT);
        return block;
    }

    /** Layer normalization (Ba et al. 2016) over the given axis, in float32, epsilon 1e-5. */
    static Block layerNormalization(int axis) {
        String source = KernelOperation.text("layer_norm.txt");
        return affine(source.replace("AXIS", Integer.toString(axis)), axis);
    }

    /**
     * Group normalization (Wu and He 2018) of (N, C, ...), in float32, epsilon 1e-5.
     *
     * @param groups a divisor of C
     */
    static Block groupNormalization(int groups) {
        String source = KernelOperation.text("group_norm.txt");
        return affine(source.replace("GROUPS", Integer.toString(groups)), 1);
    }

    /** A kernel with a scale of ones and a shift of zeros for each element of the axis. */
    private static Block affine(String source, int axis) {
        UnaryOperator<Shape> elements = shape -> new Shape(shape.get(axis));
        return new KernelOperation(
                source,
                UnaryOperator.identity(),
                new KernelOperation.Weight(
                        "gamma", Parameter.Type.GAMMA, elements, Initializer.ONES),
                new KernelOperation.Weight(
                        "beta", Parameter.Type.BETA, elements, Initializer.ZEROS));
    }

    /** The block with scales (GAMMA) or weights (WEIGHT) of zero: a residual branch's end. */
    static Block zeroed(Block block, Parameter.Type type) {
        block.setInitializer(Initializer.ZEROS, type);
        return block;
    }

    static Block relu() {
        return new Operation(Activation::relu);
    }

    /** GELU in its exact form, {@code x * Phi(x)}; on CPUs several times faster than the other. */
    static Block gelu() {
        return new Operation(Activation::gelu);
    }

    /** Drops activations in training, scaling the others up; the identity in evaluation. */
    static Block dropout(double probability) {
        return Dropout.builder().optRate((float) probability).build();
    }

    /** (N, ...) to (N, elements), in the order of the axes; copies channels-last images. */
    static Block flatten() {
        return new Operation(
                array -> array.reshape(array.getShape().get(0), -1),
                shape -> new Shape(shape.get(0), shape.slice(1).size()));
    }

    /** (N, length, parts * heads * width) to (N, length, parts, heads, width), without a copy. */
    static Block heads(int parts, int heads) {
        UnaryOperator<Shape> split =
                shape ->
                        new Shape(
                                shape.get(0),
                                shape.get(1),
                                parts,
                                heads,
                                shape.get(2) / parts / heads);
        return new Operation(array -> array.reshape(split.apply(array.getShape())), split);
    }

    /** (N, C, H, W) to the mean of each channel, (N, C). */
    static Block globalAveragePool() {
        return new Operation(Pool::globalAvgPool2d, shape -> shape.slice(0, 2));
    }

    /** Halves height and width by the maximum of overlapping 3x3 windows. */
    static Block maxPool() {
        return Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1));
    }
}
