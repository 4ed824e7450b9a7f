package etude.trainer.model;

/**
 * An operation together with its gradient, written out instead of left to autograd: nothing is
 * recorded, and the operators are fewer.
 */
@FunctionalInterface
interface ManualGradient {
    /**
     * Three methods of a script: {@code forward(x, parameters...)} returns the output y; {@code
     * by_input(dy, x, y, parameters...)} the gradient by x, and may write it where dy is; where
     * there are parameters, {@code by_parameters(dy, x, y, parameters...)} the gradients by each.
     *
     * @param pass of x
     */
    String text(Pass pass);
}
