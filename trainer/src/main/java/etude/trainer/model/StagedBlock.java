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
 * Stages one after the other, each with one array in and one out; with no stages, the identity.
 *
 * <p>Differs from DJL's {@code SequentialBlock} in two ways. Each intermediate array is closed as
 * soon as the next stage has consumed it, so an evaluation needs memory for two stages, whatever
 * the depth; in training this releases only our handle, and autograd keeps what backward needs. And
 * the names of the stages are part of the parameters' names as they are, without a number.
 */
public final class StagedBlock extends AbstractBlock implements Scripted, Differentiated {
    /**
     * Appends a stage.
     *
     * @param name unique among the stages
     * @return this block
     */
    public StagedBlock add(String name, Block stage) {
        if (children.contains(name)) {
            throw new IllegalArgumentException("there is a stage named " + name + " already");
        }
        children.add(name, stage);
        return this;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes;
        for (Block stage : children.values()) {
            stage.initialize(manager, dataType, shapes);
            shapes = stage.getOutputShapes(shapes);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] shapes = inputShapes;
        for (Block stage : children.values()) {
            shapes = stage.getOutputShapes(shapes);
        }
        return shapes;
    }

    /** Not for callers outside this package; they have {@link NetworkScript#of}. */
    @Override
    public Variable write(NetworkScript script, Variable input) {
        Variable current = input;
        for (Block stage : children.values()) {
            current = ((Scripted) stage).write(script, current);
        }
        return current;
    }

    @Override
    public long multiplications(Shape input) {
        Shape shape = input;
        long sum = 0;
        for (Block stage : children.values()) {
            sum += ((Scripted) stage).multiplications(shape);
            shape = stage.getOutputShapes(new Shape[] {shape})[0];
        }
        return sum;
    }

    @Override
    public boolean hasGradient() {
        return true;
    }

    /** Not for callers outside this package; they have {@link GradientScript#of}. */
    @Override
    public GradientScript.Value write(GradientScript script, GradientScript.Value input) {
        GradientScript.Value current = input;
        for (Block stage : children.values()) {
            current = ((Differentiated) stage).write(script, current);
        }
        return current;
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
        NDArray current = input;
        for (Block stage : children.values()) {
            NDArray next =
                    stage.forward(parameterStore, new NDList(current), training, params)
                            .singletonOrThrow();
            if (current != input && current != next) {
                current.close();
            }
            current = next;
        }
        return new NDList(current);
    }
}
