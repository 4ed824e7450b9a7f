package etude.trainer.model;

import ai.djl.ndarray.types.Shape;

/**
 * Attention (Vaswani et al. 2017) over queries, keys and values (N, length, 3, heads, head width);
 * returns the heads side by side, (N * length, heads * head width).
 *
 * @param causal whether each position looks only at itself and those before it, not at all
 */
record AttentionKernels(boolean causal) implements Kernel {
    @Override
    public String text(Pass pass) {
        Shape projections = pass.input();
        return (pass.kernels().fuse(projections) ? fused(projections) : plain(projections))
                .text(pass);
    }

    KernelText fused(Shape projections) {
        return KernelText.resource("fused_attention.txt")
                .with("CAUSAL", causal ? "True" : "False")
                .with("WIDTH", width(projections));
    }

    KernelText plain(Shape projections) {
        KernelText text = KernelText.resource("plain_attention.txt");
        KernelText masked =
                causal ? text.including("MASK", "causal_mask.txt") : text.with("  MASK\n", "");
        return masked.with("LENGTH", projections.get(1))
                .with("SCALE", 1 / Math.sqrt((double) projections.get(4)))
                .with("WIDTH", width(projections));
    }

    private static long width(Shape projections) {
        return projections.get(3) * projections.get(4);
    }
}
