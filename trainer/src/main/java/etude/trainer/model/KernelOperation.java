package etude.trainer.model;

import static java.util.Objects.requireNonNull;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stage that runs one TorchScript kernel of its input and its parameters, in their order. Without
 * parameters, the same object may stand in many places of a model, which then share the compiled
 * kernel.
 *
 * <p>As part of a {@link NetworkScript} it is one call there. By itself it is compiled at its first
 * run for each shape, belongs to the manager given to {@code initialize} and is closed with it:
 * that manager must live as long as the model is used.
 */
class KernelOperation extends AbstractBlock implements Scripted, Differentiated {
    private final Kernel kernel;
    private final UnaryOperator<Shape> shape;
    private final List<Weight> weights;
    private final List<Parameter> arguments = new ArrayList<>();
    private @Nullable NDManager owner;
    private @Nullable ScriptCache scripts;
    private @Nullable ManualGradient gradient;

    /**
     * A parameter of a kernel.
     *
     * @param shape its shape for the input's
     * @param initializer how it starts
     */
    record Weight(
            String name, Parameter.Type type, UnaryOperator<Shape> shape, Initializer initializer) {
        private Parameter parameter() {
            boolean running =
                    type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR;
            return Parameter.builder()
                    .setName(name)
                    .setType(type)
                    .optInitializer(initializer)
                    .optRequiresGrad(!running)
                    .build();
        }
    }

    /**
     * @param kernel takes the parameters in the order of {@code weights}
     * @param shape the result's shape for an argument's
     */
    KernelOperation(Kernel kernel, UnaryOperator<Shape> shape, Weight... weights) {
        this.kernel = kernel;
        this.shape = shape;
        this.weights = List.of(weights);
        for (Weight weight : weights) {
            arguments.add(addParameter(weight.parameter()));
        }
    }

    /** A kernel of a parameter that stays another block's. */
    static KernelOperation borrowing(
            Parameter parameter, Kernel kernel, UnaryOperator<Shape> shape) {
        KernelOperation operation = new KernelOperation(kernel, shape);
        operation.arguments.add(parameter);
        return operation;
    }

    /** Adds its gradient, written by hand. */
    KernelOperation with(ManualGradient written) {
        gradient = written;
        return this;
    }

    /** Causal attention: each position looks at itself and those before it. */
    static KernelOperation causalAttention() {
        return attention(true);
    }

    /** Attention of every position to all. */
    static KernelOperation attention() {
        return attention(false);
    }

    private static KernelOperation attention(boolean causal) {
        return new KernelOperation(
                new AttentionKernels(causal),
                shape -> new Shape(shape.get(0) * shape.get(1), shape.get(3) * shape.get(4)));
    }

    /**
     * GELU in its tanh form, as GPT-2 has it: {@code x/2 * (1 + tanh(sqrt(2/pi) * (x + 0.044715
     * x^3)))}.
     */
    static KernelOperation tanhGelu() {
        return new KernelOperation(KernelText.resource("gelu.txt"), UnaryOperator.identity());
    }

    /**
     * ReLU in place: saves writing another array, for an input that nobody else reads and whose
     * maker does not need it for its gradient (convolutions, linear layers and normalization do
     * not).
     */
    static KernelOperation reluInPlace() {
        return new KernelOperation(
                KernelText.resource("relu_in_place.txt"), UnaryOperator.identity());
    }

    /** The first token of (N, length, width), (N, width). */
    static KernelOperation firstToken() {
        return new KernelOperation(
                KernelText.resource("first_token.txt"), KernelOperation::withoutLength);
    }

    /** The mean of the tokens of (N, length, width), (N, width). */
    static KernelOperation averageToken() {
        return new KernelOperation(
                KernelText.resource("average_token.txt"), KernelOperation::withoutLength);
    }

    private static Shape withoutLength(Shape shape) {
        return new Shape(shape.get(0), shape.get(2));
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        for (int i = 0; i < weights.size(); i++) {
            arguments.get(i).setShape(weights.get(i).shape().apply(inputShapes[0]));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        if (owner == null || !owner.equals(manager)) {
            scripts = new ScriptCache(manager, kernel::text);
            owner = manager;
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {shape.apply(inputShapes[0])};
    }

    @Override
    public Variable write(NetworkScript script, Variable input) {
        return script.call(kernel, input, shape.apply(input.shape()), arguments);
    }

    /** The first weight of two axes or more multiplies what comes in, once for each output. */
    @Override
    public long multiplications(Shape input) {
        if (weights.isEmpty()) {
            return 0;
        }
        Shape weight = weights.get(0).shape().apply(input);
        return weight.dimension() < 2
                ? 0
                : weight.size() / weight.get(0) * shape.apply(input).size();
    }

    @Override
    public boolean hasGradient() {
        return gradient != null;
    }

    @Override
    public GradientScript.Value write(GradientScript script, GradientScript.Value input) {
        return script.call(requireNonNull(gradient), input, shape.apply(input.shape()), arguments);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray input = inputs.singletonOrThrow();
        Device device = input.getDevice();
        NDArray[] values = new NDArray[1 + arguments.size()];
        values[0] = input;
        for (int i = 0; i < arguments.size(); i++) {
            values[i + 1] = parameterStore.getValue(arguments.get(i), device, training);
        }
        ScriptCache compiled = scripts;
        if (compiled == null) {
            throw new IllegalStateException("initialize the block before its first forward pass");
        }
        boolean batch = training && !FrozenStatistics.among(arguments);
        return compiled.of(alone(input, batch)).differentiable(values);
    }

    /** By itself, a kernel is the same on all processors. */
    private static Pass alone(NDArray input, boolean training) {
        boolean wide = input.getDataType() == DataType.FLOAT32;
        return new Pass(
                input.getShape(),
                wide ? Precision.FLOAT32 : Precision.BFLOAT16,
                Kernels.of(input.getDevice(), ProcessorType.OTHER, 1),
                training);
    }
}
