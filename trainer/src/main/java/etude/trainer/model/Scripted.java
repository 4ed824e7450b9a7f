package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/**
 * A block that can also write itself as lines of a script, so that a whole model of them runs in
 * one native call, see {@link NetworkScript}.
 */
interface Scripted {
    /**
     * Appends this block's lines.
     *
     * @param input the variable with its input
     * @return the variable with its output
     */
    Variable write(NetworkScript script, Variable input);

    /** A variable of a script, with the shape of its tensor. */
    record Variable(String name, Shape shape) {}

    /**
     * Multiplications of activations by weights in a forward pass of an input of this shape. What
     * activations multiply each other in attention is not among them.
     */
    long multiplications(Shape input);

    /** Whether a block and all within it are scripted. */
    static boolean covers(Block block) {
        return block instanceof Scripted
                && block.getChildren().values().stream().allMatch(Scripted::covers);
    }
}
