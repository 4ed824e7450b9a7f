package etude.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.UnaryOperator;

/**
 * A stage without parameters. Unlike DJL's {@code LambdaBlock} it is told its output's shape, which
 * the other finds by running on zeros.
 */
final class Operation extends AbstractBlock {
    private final UnaryOperator<NDArray> function;
    private final UnaryOperator<Shape> shape;

    /**
     * @param function leaves no array but its result behind
     * @param shape the result's shape for an argument's
     */
    Operation(UnaryOperator<NDArray> function, UnaryOperator<Shape> shape) {
        this.function = function;
        this.shape = shape;
    }

    /** An operation on each element. */
    Operation(UnaryOperator<NDArray> function) {
        this(function, UnaryOperator.identity());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {shape.apply(inputShapes[0])};
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        return new NDList(function.apply(inputs.singletonOrThrow()));
    }
}
