package etude.trainer.model;

/** The kernels that multiply by a weight, with a bias or without. */
final class ProductKernels {
    /**
     * Multiplications from which on a product is faster as a convolution, on x86 (docs/engine.md).
     */
    private static final long FEWEST_MULTIPLICATIONS = 12_000_000;

    /** Every other pixel, in channels-last memory as its gradient is, unlike that of a slice. */
    private static final String STRIDED =
            "torch.avg_pool2d(images, [1, 1], [%1$d, %1$d], [0, 0], False, True, None)";

    private ProductKernels() {}

    /** {@code x * weight^T} over the last axis, for a weight (outputs, inputs). */
    static KernelText linear(boolean bias) {
        return product("linear.txt", bias);
    }

    /**
     * A square convolution, padded so that stride 1 keeps the size; weight (O, I, kernel, kernel).
     */
    static KernelText convolution(int kernel, int stride, boolean bias) {
        if (kernel == 1) {
            return product("pointwise.txt", bias)
                    .with("PIXELS", stride == 1 ? "images" : STRIDED.formatted(stride))
                    .with("STRIDE", stride);
        }
        return bias(KernelText.resource("convolution.txt"), bias)
                .with("STRIDE", stride)
                .with("PADDING", kernel / 2);
    }

    private static KernelText product(String name, boolean bias) {
        boolean x86 = System.getProperty("os.arch").equals("amd64");
        KernelText text = KernelText.resource(name).including("PRODUCT", "product.txt");
        return bias(text, bias)
                .with("FEWEST_MULTIPLICATIONS", x86 ? FEWEST_MULTIPLICATIONS : Long.MAX_VALUE);
    }

    private static KernelText bias(KernelText text, boolean bias) {
        return bias
                ? text.with("BIAS", "bias")
                : text.with("BIAS", "None").with(", bias: Tensor", "");
    }
}
