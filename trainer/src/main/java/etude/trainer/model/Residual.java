package etude.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * {@code body(x) + shortcut(x)}, the residual connection of He et al. 2016, "Deep Residual Learning
 * for Image Recognition". Keeps nothing but the sum, see {@link StagedBlock}.
 *
 * <p>The sum takes the place of the body's result, which saves writing another array; so the body
 * must end in an operation that does not need its own result for its gradient. Linear layers,
 * convolutions, normalization and dropout do not; ReLU and exp do.
 */
final class Residual extends AbstractBlock implements Scripted {
    private final Block body;
    private final Block shortcut;

    Residual(Block body, Block shortcut) {
        this.body = body;
        this.shortcut = shortcut;
        children.add("body", body);
        children.add("shortcut", shortcut);
    }

    /** With the identity as shortcut. */
    Residual(Block body) {
        this(body, new StagedBlock());
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        body.initialize(manager, dataType, inputShapes);
        shortcut.initialize(manager, dataType, inputShapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return body.getOutputShapes(inputShapes);
    }

    @Override
    public Variable write(NetworkScript script, Variable input) {
        Variable residual = ((Scripted) body).write(script, input);
        Variable carried = ((Scripted) shortcut).write(script, input);
        String sum = residual.equals(input) ? "add" : "add_";
        return script.assign(
                "torch.%s(%s, %s)".formatted(sum, residual.name(), carried.name()),
                residual.shape());
    }

    @Override
    public long multiplications(Shape input) {
        return ((Scripted) body).multiplications(input)
                + ((Scripted) shortcut).multiplications(input);
    }

    /** Compares arrays by identity: {@code equals} would compare their elements. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray input = inputs.singletonOrThrow();
        NDArray residual =
                body.forward(parameterStore, inputs, training, params).singletonOrThrow();
        NDArray carried =
                shortcut.forward(parameterStore, inputs, training, params).singletonOrThrow();
        NDArray sum = residual == input ? residual.add(carried) : residual.addi(carried);
        if (carried != input) {
            carried.close();
        }
        return new NDList(sum);
    }
}
