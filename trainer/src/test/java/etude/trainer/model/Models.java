package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.trainer.engine.TestDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What the tests of the models share: example specs, counting, and plain gradient descent. */
final class Models {
    static final float LEARNING_RATE = 0.1f;

    private Models() {}

    static ExampleSpec images(int size, int channels, int classes) {
        return new ExampleSpec(new Features.Image(size, size, channels), classes(classes));
    }

    static ExampleSpec vectors(int length, int classes) {
        return new ExampleSpec(new Features.Vector(length), classes(classes));
    }

    static ExampleSpec tokens(int length, int vocabulary) {
        return new ExampleSpec(
                new Features.Tokens(length, vocabulary), new Target.NextToken(vocabulary));
    }

    private static Target classes(int classes) {
        return new Target.Classes(IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    /** Every parameter is one number, broadcast, so that large models take no time and memory. */
    private static void initializeCheaply(Block block, NDManager manager, Shape input) {
        block.setInitializer(
                (owner, shape, type) -> owner.ones(new Shape(1)).broadcast(shape),
                parameter -> true);
        block.initialize(manager, DataType.FLOAT32, input);
    }

    /** Trainable parameters. */
    static long count(Block block, Shape input) {
        try (NDManager manager = TestDevice.manager()) {
            initializeCheaply(block, manager, input);
            return block.getParameters().values().stream()
                    .filter(Parameter::requiresGradient)
                    .mapToLong(parameter -> parameter.getShape().size())
                    .sum();
        }
    }

    /** Channels-last memory, as the pipeline delivers it. */
    static NDArray images(NDManager manager, int batch, int size, int channels) {
        return manager.randomNormal(new Shape(batch, size, size, channels)).transpose(0, 3, 1, 2);
    }

    /** The initial parameters under this seed, by name. */
    static Map<String, float[]> initialised(Block block, int seed, Shape input) {
        try (NDManager manager = TestDevice.manager()) {
            manager.getEngine().setRandomSeed(seed);
            block.initialize(manager, DataType.FLOAT32, input);
            Map<String, float[]> values = new LinkedHashMap<>();
            block.getParameters()
                    .forEach(p -> values.put(p.getKey(), p.getValue().getArray().toFloatArray()));
            return values;
        }
    }

    /** The losses of {@code steps} steps of gradient descent on one batch. */
    static List<Float> descend(
            Block block,
            int steps,
            Function<NDManager, NDArray> inputs,
            Function<NDManager, NDArray> labels) {
        List<Float> losses = new ArrayList<>();
        try (NDManager manager = TestDevice.manager()) {
            Engine engine = manager.getEngine();
            engine.setRandomSeed(1);
            NDArray input = inputs.apply(manager);
            NDArray label = labels.apply(manager);
            block.initialize(manager, DataType.FLOAT32, input.getShape());
            ParameterStore store = new ParameterStore(manager, false);
            for (int step = 0; step < steps; step++) {
                try (NDManager scope = manager.newSubManager();
                        GradientCollector gradients = engine.newGradientCollector()) {
                    input.attach(scope);
                    NDArray output = block.forward(store, new NDList(input), true).get(0);
                    NDArray logits = output.reshape(label.size(), -1);
                    NDArray loss =
                            Loss.softmaxCrossEntropyLoss()
                                    .evaluate(new NDList(label.flatten()), new NDList(logits));
                    gradients.backward(loss);
                    losses.add(loss.getFloat());
                    input.attach(manager);
                }
                block.getParameters().values().forEach(Models::update);
            }
        }
        return losses;
    }

    private static void update(Parameter parameter) {
        if (!parameter.requiresGradient()) {
            return;
        }
        NDArray value = parameter.getArray();
        try (NDArray gradient = value.getGradient();
                NDArray step = gradient.mul(LEARNING_RATE)) {
            value.setRequiresGradient(false);
            value.subi(step);
            gradient.subi(gradient);
            value.setRequiresGradient(true);
        }
    }

    /** Ones of the type that the model with this input shape reads: (N, length) is tokens here. */
    private static NDArray input(NDManager manager, Shape shape) {
        boolean image = shape.dimension() == 4;
        return manager.ones(shape, image ? DataType.FLOAT32 : DataType.INT32);
    }

    /** Arrays that an evaluation leaves in the input's manager, its result and input included. */
    static int arraysLeft(Block block, Shape shape) {
        try (NDManager manager = TestDevice.manager()) {
            initializeCheaply(block, manager, shape);
            ParameterStore store = new ParameterStore(manager, false);
            try (NDManager scope = manager.newSubManager()) {
                NDArray input = input(scope, shape);
                block.forward(store, new NDList(input), false);
                return scope.getManagedArrays().size();
            }
        }
    }

    /** Whether two forward passes of the same input give the same output. */
    static boolean repeats(NDManager manager, Block block, Shape shape, boolean training) {
        block.initialize(manager, DataType.FLOAT32, shape);
        ParameterStore store = new ParameterStore(manager, false);
        NDList input = new NDList(manager.randomNormal(shape));
        NDArray first = block.forward(store, input, training).singletonOrThrow();
        NDArray second = block.forward(store, input, training).singletonOrThrow();
        return Arrays.equals(first.toFloatArray(), second.toFloatArray());
    }

    /** The shape of a real forward pass's output, which must be the one that the block promised. */
    static Shape outputShape(Block block, Shape shape) {
        try (NDManager manager = TestDevice.manager()) {
            initializeCheaply(block, manager, shape);
            ParameterStore store = new ParameterStore(manager, false);
            NDList input = new NDList(input(manager, shape));
            Shape real = block.forward(store, input, false).singletonOrThrow().getShape();
            assertThat(block.getOutputShapes(new Shape[] {shape})[0]).isEqualTo(real);
            return real;
        }
    }
}
