package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import etude.trainer.engine.TestDevice;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Compares blocks with formulas in double precision, forward and backward. */
final class Formula {
    private Formula() {}

    /** Compares the output, and the gradient of a random weighting of it by central differences. */
    static void check(Block block, Shape shape, double[] input, UnaryOperator<double[]> formula) {
        double[] expected = formula.apply(input);
        double[] weighting = numbers(expected.length);
        try (NDManager manager = TestDevice.manager();
                GradientCollector gradients = manager.getEngine().newGradientCollector()) {
            block.initialize(manager, DataType.FLOAT32, shape);
            NDArray x = manager.create(floats(input), shape);
            x.setRequiresGradient(true);
            NDArray y =
                    block.forward(new ParameterStore(manager, false), new NDList(x), true)
                            .singletonOrThrow();
            assertThat(y.getShape()).isEqualTo(block.getOutputShapes(new Shape[] {shape})[0]);
            assertThat(y.toFloatArray()).containsExactly(floats(expected), within(1e-5f));
            gradients.backward(y.flatten().mul(manager.create(floats(weighting))).sum());
            assertThat(x.getGradient().toFloatArray())
                    .containsExactly(floats(differences(input, weighting, formula)), within(1e-4f));
        }
    }

    private static double[] differences(
            double[] input, double[] weighting, UnaryOperator<double[]> formula) {
        double[] gradient = new double[input.length];
        double step = 1e-5;
        for (int i = 0; i < input.length; i++) {
            double[] above = input.clone();
            double[] below = input.clone();
            above[i] += step;
            below[i] -= step;
            gradient[i] =
                    (dot(weighting, formula.apply(above)) - dot(weighting, formula.apply(below)))
                            / (2 * step);
        }
        return gradient;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Numbers in [-2, 2), always the same. */
    static double[] numbers(int count) {
        return new Random(7).doubles(count).map(u -> 4 * u - 2).toArray();
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
