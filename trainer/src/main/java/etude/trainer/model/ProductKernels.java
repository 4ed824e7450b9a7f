package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** The kernels that multiply by a weight, with a bias or without. */
final class ProductKernels {
    /** Every other pixel, in channels-last memory as its gradient is, unlike that of a slice. */
    private static final String STRIDED =
            "torch.avg_pool2d(images, [1, 1], [%1$s, %1$s], [0, 0], False, True, None)";

    private ProductKernels() {}

    /** {@code x * weight^T} over the last axis, for a weight (outputs, inputs). */
    static Kernel linear(long outputs, boolean bias) {
        return pass -> product("linear.txt", pass, pass.input(), outputs, bias).text(pass);
    }

    /**
     * A square convolution, padded so that stride 1 keeps the size; weight (O, I, kernel, kernel).
     */
    static Kernel convolution(long outputs, int kernel, int stride, boolean bias) {
        return pass ->
                kernel == 1 && !pass.kernels().convolvePixels()
                        ? pixels(outputs, stride, bias, pass)
                        : bias(KernelText.resource("convolution.txt"), bias)
                                .with("STRIDE", stride)
                                .with("PADDING", kernel / 2)
                                .text(pass);
    }

    /** A convolution of single pixels: a product over the channels of each. */
    private static String pixels(long outputs, int stride, boolean bias, Pass pass) {
        Shape image = pass.input();
        Shape pixels =
                new Shape(
                        image.get(0),
                        (image.get(2) + stride - 1) / stride,
                        (image.get(3) + stride - 1) / stride,
                        image.get(1));
        return product("pointwise.txt", pass, pixels, outputs, bias)
                .with("PIXELS", stride == 1 ? "images" : STRIDED.formatted(stride))
                .text(pass);
    }

    private static KernelText product(
            String name, Pass pass, Shape input, long outputs, boolean bias) {
        long inputs = input.get(input.dimension() - 1);
        long rows = input.size() / inputs;
        long piece = pass.narrow() ? 0 : pass.kernels().piece(rows, inputs, outputs);
        if (piece > 0) {
            return pairs(name, input, outputs, bias, piece);
        }
        String product = input.dimension() == 2 ? rowsTimes(bias) : "product.txt";
        return bias(KernelText.resource(name).including("PRODUCT", product), bias);
    }

    /** A product as a convolution of two pixels, in images of so many rows. */
    static KernelText pairs(String name, Shape input, long outputs, boolean bias, long piece) {
        long inputs = input.get(input.dimension() - 1);
        Shape output = input.slice(0, input.dimension() - 1).add(outputs);
        return bias(KernelText.resource(name).including("PRODUCT", "product_of_pairs.txt"), bias)
                .with("IMAGES", input.size() / inputs / piece)
                .with("LENGTH", 2 * piece)
                .with("HALF", inputs / 2)
                .with("OUTPUTS", outputs)
                .with("SHAPE", Arrays.toString(output.getShape()));
    }

    /** What the engine's {@code linear} comes to of rows, without the way there. */
    private static String rowsTimes(boolean bias) {
        return bias ? "product_of_rows_and_bias.txt" : "product_of_rows.txt";
    }

    private static KernelText bias(KernelText text, boolean bias) {
        return bias
                ? text.with("BIAS", "bias")
                : text.with("BIAS", "None").with(", bias: Tensor", "");
    }
}
