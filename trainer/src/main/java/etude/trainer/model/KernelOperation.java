package etude.trainer.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import etude.trainer.engine.TorchScript;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stage without parameters that runs a TorchScript kernel of one tensor. The same object may
 * stand in many places of a model, which then share the compiled kernel.
 *
 * <p>The kernel is compiled by {@code initialize}, belongs to the manager given there and is closed
 * with it: that manager must live as long as the model is used.
 */
final class KernelOperation extends AbstractBlock {
    private final String resource;
    private final UnaryOperator<Shape> shape;
    private @Nullable NDManager owner;
    private @Nullable TorchScript kernel;

    /**
     * @param resource the kernel's file beside this class
     * @param shape the result's shape for an argument's
     */
    KernelOperation(String resource, UnaryOperator<Shape> shape) {
        this.resource = resource;
        this.shape = shape;
    }

    /**
     * Causal attention (Vaswani et al. 2017) over queries, keys and values (N, length, 3, heads,
     * head width), fused; returns the heads side by side, (N, length, heads * head width).
     */
    static KernelOperation causalAttention() {
        return new KernelOperation(
                "causal_attention.txt",
                shape -> new Shape(shape.get(0), shape.get(1), shape.get(3) * shape.get(4)));
    }

    /**
     * GELU in its tanh form, as GPT-2 has it: {@code x/2 * (1 + tanh(sqrt(2/pi) * (x + 0.044715
     * x^3)))}.
     */
    static KernelOperation gelu() {
        return new KernelOperation("gelu.txt", UnaryOperator.identity());
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        if (owner == null || !owner.equals(manager)) {
            kernel =
                    TorchScript.compile(
                            manager, TorchScript.resource(KernelOperation.class, resource));
            owner = manager;
        }
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
        if (kernel == null) {
            throw new IllegalStateException("initialize the block before its first forward pass");
        }
        return kernel.differentiable(inputs.singletonOrThrow());
    }
}
