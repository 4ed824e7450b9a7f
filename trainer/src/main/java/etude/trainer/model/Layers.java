package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
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
        Kernel kernels = ProductKernels.convolution(filters, kernel, stride, bias);
        UnaryOperator<Shape> weight = image -> new Shape(filters, image.get(1), kernel, kernel);
        UnaryOperator<Shape> output =
                image ->
                        new Shape(
                                image.get(0),
                                filters,
                                strided(image.get(2), kernel, stride),
                                strided(image.get(3), kernel, stride));
        return withBias(kernels, output, weight, normal(FactorType.OUT, 2), bias ? filters : 0);
    }

    private static long strided(long length, int kernel, int stride) {
        return (length + 2L * (kernel / 2) - kernel) / stride + 1;
    }

    /** A kernel of a weight and, if there are units with one, of a bias. */
    private static KernelOperation withBias(
            Kernel kernel,
            UnaryOperator<Shape> output,
            UnaryOperator<Shape> weightShape,
            Initializer initializer,
            int biases) {
        KernelOperation.Weight weight =
                new KernelOperation.Weight(
                        "weight", Parameter.Type.WEIGHT, weightShape, initializer);
        KernelOperation.Weight bias =
                new KernelOperation.Weight(
                        "bias", Parameter.Type.BIAS, input -> new Shape(biases), Initializer.ZEROS);
        return biases == 0
                ? new KernelOperation(kernel, output, weight)
                : new KernelOperation(kernel, output, weight, bias);
    }

    /** A linear layer before a ReLU: He normal, variance 2 / inputs. */
    static Block hiddenLinear(int units, boolean bias) {
        return linear(units, bias, normal(FactorType.IN, 2));
    }

    /**
     * A linear output layer: variance 1 / inputs (LeCun et al. 1998), since no ReLU halves its
     * output.
     */
    static Block outputLinear(int units) {
        return linear(units, true, lecunNormal());
    }

    /** A linear layer with bias whose weights have the given standard deviation. */
    static Block linear(int units, double deviation) {
        return linear(units, true, new NormalInitializer((float) deviation));
    }

    /** Variance 1 / inputs, for (outputs, inputs). */
    static Initializer lecunNormal() {
        return normal(FactorType.IN, 1);
    }

    /** Over the last axis. */
    private static Block linear(int units, boolean bias, Initializer initializer) {
        KernelOperation layer =
                withBias(
                        ProductKernels.linear(units, bias),
                        shape -> shape.slice(0, shape.dimension() - 1).add(units),
                        shape -> new Shape(units, shape.get(shape.dimension() - 1)),
                        initializer,
                        bias ? units : 0);
        return bias ? layer.with(new ManualLinear(units)) : layer;
    }

    private static Initializer normal(FactorType fan, float magnitude) {
        return new XavierInitializer(RandomType.GAUSSIAN, fan, magnitude);
    }

    /** Layer normalization (Ba et al. 2016) over the given axis, in float32. */
    static Block layerNormalization(int axis, double epsilon) {
        return affine(pass -> layerNormalization(axis, epsilon, pass).text(pass), axis);
    }

    private static KernelText layerNormalization(int axis, double epsilon, Pass pass) {
        boolean last = axis == pass.input().dimension() - 1;
        String name = last ? "layer_norm.txt" : "layer_norm_of_axis.txt";
        return KernelText.resource(pass.narrow() || !last ? name : "layer_norm_float32.txt")
                .with("FEATURES", pass.input().get(axis))
                .with("EPSILON", epsilon)
                .with("AXIS", axis);
    }

    /**
     * Group normalization (Wu and He 2018) of (N, C, ...), in float32, epsilon 1e-5.
     *
     * @param groups a divisor of C
     */
    static Block groupNormalization(int groups) {
        return affine(KernelText.resource("group_norm.txt").with("GROUPS", groups), 1);
    }

    /** A kernel with a scale of ones and a shift of zeros for each element of the axis. */
    private static Block affine(Kernel kernel, int axis) {
        UnaryOperator<Shape> elements = shape -> new Shape(shape.get(axis));
        return new KernelOperation(
                kernel,
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
        return operation("torch.relu(x)", UnaryOperator.identity())
                .with(pass -> byHand("relu_by_hand.txt"));
    }

    /** GELU in its exact form, {@code x * Phi(x)}; on CPUs faster than the other. */
    static Block gelu() {
        return operation("torch.gelu(x)", UnaryOperator.identity());
    }

    /** Drops activations in training, scaling the others up; the identity in evaluation. */
    static Block dropout(double probability) {
        return new KernelOperation(new DropoutKernels(probability), UnaryOperator.identity());
    }

    /** (N, ...) to (N, elements), in the order of the axes; copies channels-last images. */
    static Block flatten() {
        return operation(
                        "torch.flatten(x, 1)",
                        shape -> new Shape(shape.get(0), shape.slice(1).size()))
                .with(pass -> byHand("flatten_by_hand.txt"));
    }

    /** (N, length, ...) to (N * length, ...), without a copy. */
    static Block rows() {
        return operation(
                "torch.flatten(x, 0, 1)",
                shape -> new Shape(shape.get(0) * shape.get(1)).addAll(shape.slice(2)));
    }

    /** (N * length, width) to (N, length, width), without a copy. */
    static Block examples(int length) {
        return new KernelOperation(
                pass -> view("[-1, %s, %s]".formatted(length, pass.input().get(1))).text(pass),
                rows -> new Shape(rows.get(0) / length, length, rows.get(1)));
    }

    /** (N * length, parts * heads * width) to (N, length, parts, heads, width), without a copy. */
    static Block heads(int length, int parts, int heads) {
        UnaryOperator<Shape> split =
                rows ->
                        new Shape(
                                rows.get(0) / length,
                                length,
                                parts,
                                heads,
                                rows.get(1) / parts / heads);
        return new KernelOperation(
                pass -> {
                    long width = pass.input().get(1) / parts / heads;
                    return view("[-1, %s, %s, %s, %s]".formatted(length, parts, heads, width))
                            .text(pass);
                },
                split);
    }

    private static KernelText view(String shape) {
        return KernelText.expression("torch.view(x, %s)".formatted(shape));
    }

    /** (N, C, H, W) to the mean of each channel, (N, C). */
    static Block globalAveragePool() {
        return operation(
                "torch.flatten(torch.adaptive_avg_pool2d(x, [1, 1]), 1)",
                shape -> shape.slice(0, 2));
    }

    /** Halves height and width by the maximum of overlapping 3x3 windows. */
    static Block maxPool() {
        return operation(
                "torch.max_pool2d(x, [3, 3], [2, 2], [1, 1], [1, 1], False)",
                image -> halved(image, 0));
    }

    /** Every second row and column, and {@code added} channels of zeros behind the others. */
    static Block paddedShortcut(int added) {
        return new KernelOperation(
                KernelText.resource("padded_shortcut.txt").with("ADDED", added),
                image -> halved(image, added));
    }

    private static Shape halved(Shape image, int added) {
        return new Shape(
                image.get(0), image.get(1) + added, (image.get(2) + 1) / 2, (image.get(3) + 1) / 2);
    }

    private static String byHand(String name) {
        return KernelText.resource(name).source();
    }

    private static KernelOperation operation(String expression, UnaryOperator<Shape> shape) {
        return new KernelOperation(KernelText.expression(expression), shape);
    }
}
