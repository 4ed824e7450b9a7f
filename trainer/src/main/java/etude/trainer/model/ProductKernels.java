package etude.trainer.model;

/** The kernels that multiply by a weight, with a bias or without. */
final class ProductKernels {
    /**
     * Multiplications from which on a product is faster as a convolution, on x86 (docs/engine.md).
     */
    private static final long FEWEST_CONVOLVED = 12_000_000;

    private ProductKernels() {}

    /** {@code x * weight^T} over the last axis, for a weight (outputs, inputs). */
    static KernelText linear(boolean bias) {
        return product("linear.txt", bias);
    }

    /**
     * A square convolution, padded so that stride 1 keeps the size; weight (O, I, kernel, kernel).
     */
    static KernelText convolution(int kernel, int stride, boolean bias) {
        KernelText text =
                kernel == 1
                        ? product("pointwise.txt", bias)
                        : bias(KernelText.resource("convolution.txt"), bias);
        return text.with("STRIDE", stride).with("PADDING", kernel / 2);
    }

    private static KernelText product(String name, boolean bias) {
        boolean x86 = System.getProperty("os.arch").equals("amd64");
        KernelText text = KernelText.resource(name).including("PRODUCT", "product.txt");
        return bias(text, bias).with("FEWEST_PRODUCTS", x86 ? FEWEST_CONVOLVED : Long.MAX_VALUE);
    }

    private static KernelText bias(KernelText text, boolean bias) {
        return bias
                ? text.with("BIAS", "bias")
                : text.with("BIAS", "None").with(", bias: Tensor", "");
    }
}
