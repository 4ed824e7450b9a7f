package etude.trainer.model;

import ai.djl.nn.Block;

/** A block that can also write itself with its gradient, see {@link GradientScript}. */
interface Differentiated {
    /** Whether it really can; of what is within it, each block answers for itself. */
    boolean hasGradient();

    /**
     * Appends this block's operations.
     *
     * @return its output
     */
    GradientScript.Value write(GradientScript script, GradientScript.Value input);

    /** Whether a block and all within it can. */
    static boolean covers(Block block) {
        return block instanceof Differentiated differentiated
                && differentiated.hasGradient()
                && block.getChildren().values().stream().allMatch(Differentiated::covers);
    }
}
