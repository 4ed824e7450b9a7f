package etude.trainer.model;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import etude.trainer.engine.ProcessorType;

/**
 * Which of several kernels that compute the same a model runs with. A pure function of what
 * computes, and with it of the shape at hand, so that the same config on the same type of machine
 * always computes the same bits; {@code scripts/bench/kernels} measures whether it chooses well
 * (docs/engine.md).
 *
 * @param products of activations and weights
 * @param attention of each position to others
 * @param oneDnn multiplications of a product from which on oneDNN computes it where autograd needs
 *     to know nothing of it; {@code Long.MAX_VALUE} for none
 * @param dropout how activations are dropped
 */
public record Kernels(Products products, Attention attention, long oneDnn, Dropout dropout) {
    /** How products of activations and weights are computed. */
    public enum Products {
        /** All by the library's product, and convolutions of single pixels as convolutions. */
        ON_A_GPU,
        /** All by the library's product. */
        LINEAR,
        /** Large ones in float32 as convolutions of two pixels. */
        CONVOLVED
    }

    /** How attention is computed. */
    public enum Attention {
        /** By the engine's fused operator. */
        FUSED,
        /** Sequences of medium length, many of them, by plain products and a softmax. */
        PLAIN_IF_MEDIUM
    }

    /** How activations are dropped. */
    public enum Dropout {
        /** By the engine's own operator, which on a CPU draws one number after the other. */
        OF_THE_ENGINE,
        /** By comparing numbers that are drawn a vector at a time. */
        COMPARED
    }

    /** Rows from which on weights are reordered in no time, compared with the product. */
    private static final long FEWEST_ROWS = 256;

    /** Multiplications from which on a product is faster as a convolution. */
    private static final long FEWEST_MULTIPLICATIONS = 12_000_000;

    /** Rows of one image of a product written as a convolution, at most and at least. */
    private static final long LARGEST_PIECE = 128;

    private static final long SMALLEST_PIECE = 32;

    /** Multiplications from which on oneDNN is faster at a plain product, on one thread. */
    private static final long ONE_DNN_ON_ONE_THREAD = 1_500_000;

    /** On several, the library keeps smaller products on one. */
    private static final long ONE_DNN_PER_THREAD = 4_000_000;

    /** Lengths of sequences whose attention can be faster as plain products. */
    private static final long SHORTEST_PLAIN = 32;

    private static final long LONGEST_PLAIN = 128;

    /** Multiplications of queries and keys from which on it is. */
    private static final long FEWEST_PLAIN = 2_000_000;

    /** Those of a GPU. */
    public static Kernels ofGpu() {
        return new Kernels(
                Products.ON_A_GPU, Attention.FUSED, Long.MAX_VALUE, Dropout.OF_THE_ENGINE);
    }

    /**
     * Those that are right on every device and for any number of examples in a text: for models
     * that leave Etude.
     */
    public static Kernels anywhere() {
        return new Kernels(Products.LINEAR, Attention.FUSED, Long.MAX_VALUE, Dropout.OF_THE_ENGINE);
    }

    /**
     * Those of a device.
     *
     * @param type of the processor that they suit, where the device is no GPU
     * @param threads of that processor for one operator
     */
    public static Kernels of(Device device, ProcessorType type, int threads) {
        return device.isGpu() ? ofGpu() : of(type, threads);
    }

    /**
     * Those of a processor. On AMD, MKL's products stay at AVX2, and oneDNN's convolutions have
     * AVX-512; on Intel both have it. Fused attention is the faster on one thread, and on Intel
     * with AVX-512 on more.
     *
     * @param threads for one operator
     */
    public static Kernels of(ProcessorType type, int threads) {
        boolean fused = threads == 1 || type == ProcessorType.INTEL_AVX512;
        Attention attention = fused ? Attention.FUSED : Attention.PLAIN_IF_MEDIUM;
        return type == ProcessorType.AMD_AVX512
                ? new Kernels(
                        Products.CONVOLVED,
                        attention,
                        threads == 1 ? ONE_DNN_ON_ONE_THREAD : threads * ONE_DNN_PER_THREAD,
                        Dropout.COMPARED)
                : new Kernels(Products.LINEAR, attention, Long.MAX_VALUE, Dropout.COMPARED);
    }

    /** What was chosen, in words. */
    public String words() {
        String product =
                switch (products) {
                    case ON_A_GPU -> "products and convolutions as the library has them";
                    case LINEAR -> "products as the library has them";
                    case CONVOLVED ->
                            "float32 products of %s million multiplications and more as convolutions"
                                    .formatted(FEWEST_MULTIPLICATIONS / 1_000_000);
                };
        return switch (attention) {
            case FUSED -> product + ", attention fused";
            case PLAIN_IF_MEDIUM ->
                    "%s, attention of many sequences of %s to %s tokens as plain products"
                            .formatted(product, SHORTEST_PLAIN, LONGEST_PLAIN);
        };
    }

    /**
     * Rows of one image, if a product in float32 is to be written as a convolution; 0 if not.
     * Inputs must be even, for a row becomes two pixels.
     */
    long piece(long rows, long inputs, long outputs) {
        boolean large = rows >= FEWEST_ROWS && rows * inputs * outputs >= FEWEST_MULTIPLICATIONS;
        if (products != Products.CONVOLVED || !large || inputs % 2 != 0) {
            return 0;
        }
        return piece(rows);
    }

    /** The largest divisor of the rows that suits an image; 0 where none does. */
    static long piece(long rows) {
        long piece = LARGEST_PIECE;
        while (piece >= SMALLEST_PIECE && rows % piece != 0) {
            piece--;
        }
        return piece >= SMALLEST_PIECE ? piece : 0;
    }

    /** Whether oneDNN is to compute a product of (rows, inner) and (inner, columns) by itself. */
    boolean oneDnn(long rows, long inner, long columns) {
        return rows * inner * columns >= oneDnn;
    }

    /** Whether comparisons say what is dropped. */
    boolean comparesToDrop() {
        return dropout == Dropout.COMPARED;
    }

    /** Whether a convolution of single pixels is computed as one. */
    boolean convolvePixels() {
        return products == Products.ON_A_GPU;
    }

    /**
     * Whether attention is computed by the fused operator.
     *
     * @param projections (N, length, 3, heads, head width)
     */
    boolean fuse(Shape projections) {
        long length = projections.get(1);
        long multiplications =
                projections.get(0) * projections.get(3) * projections.get(4) * length * length;
        return attention == Attention.FUSED
                || length < SHORTEST_PLAIN
                || length > LONGEST_PLAIN
                || multiplications < FEWEST_PLAIN;
    }
}
