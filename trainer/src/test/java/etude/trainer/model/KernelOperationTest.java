package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The kernels against the formulas in double precision, forward and backward. */
class KernelOperationTest {
    private static final int BATCH = 2;
    private static final int LENGTH = 5;
    private static final int HEADS = 3;
    private static final int WIDTH = 4;

    @Test
    void attentionIsTheSoftmaxOfScaledProductsUpToEachPosition() {
        double[] projections = normal(BATCH * LENGTH * 3 * HEADS * WIDTH);
        check(
                KernelOperation.causalAttention(),
                new Shape(BATCH, LENGTH, 3, HEADS, WIDTH),
                projections,
                KernelOperationTest::attention);
    }

    @Test
    void geluIsTheTanhForm() {
        check(
                KernelOperation.gelu(),
                new Shape(40),
                normal(40),
                x -> {
                    double[] y = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        double inner =
                                Math.sqrt(2 / Math.PI) * (x[i] + 0.044715 * Math.pow(x[i], 3));
                        y[i] = 0.5 * x[i] * (1 + Math.tanh(inner));
                    }
                    return y;
                });
    }

    @Test
    void runsOnlyAfterInitialize() {
        Block gelu = KernelOperation.gelu();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList input = new NDList(manager.ones(new Shape(2)));
            assertThatThrownBy(() -> gelu.forward(new ParameterStore(manager, false), input, false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("initialize");
        }
    }

    @Test
    void initialisingAgainWithAnotherManagerOutlivesTheFirst() {
        Block gelu = KernelOperation.gelu();
        try (NDManager manager = NDManager.newBaseManager()) {
            try (NDManager first = NDManager.newBaseManager()) {
                gelu.initialize(first, DataType.FLOAT32, new Shape(2));
            }
            gelu.initialize(manager, DataType.FLOAT32, new Shape(2));
            NDList input = new NDList(manager.zeros(new Shape(2)));
            NDList output = gelu.forward(new ParameterStore(manager, false), input, false);
            assertThat(output.singletonOrThrow().toFloatArray()).containsExactly(0, 0);
        }
    }

    /** Compares the output, and the gradient of a random weighting of it by central differences. */
    private static void check(
            Block block, Shape shape, double[] input, UnaryOperator<double[]> formula) {
        double[] expected = formula.apply(input);
        double[] weighting = normal(expected.length);
        try (NDManager manager = NDManager.newBaseManager();
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

    private static double[] attention(double[] projections) {
        double[] output = new double[BATCH * LENGTH * HEADS * WIDTH];
        for (int n = 0; n < BATCH; n++) {
            for (int head = 0; head < HEADS; head++) {
                for (int query = 0; query < LENGTH; query++) {
                    attend(projections, output, n, head, query);
                }
            }
        }
        return output;
    }

    private static void attend(double[] projections, double[] output, int n, int head, int query) {
        double[] weights = new double[query + 1];
        double total = 0;
        for (int key = 0; key <= query; key++) {
            double score = 0;
            for (int d = 0; d < WIDTH; d++) {
                score +=
                        projections[at(n, query, 0, head, d)] * projections[at(n, key, 1, head, d)];
            }
            weights[key] = Math.exp(score / Math.sqrt(WIDTH));
            total += weights[key];
        }
        for (int key = 0; key <= query; key++) {
            for (int d = 0; d < WIDTH; d++) {
                output[((n * LENGTH + query) * HEADS + head) * WIDTH + d] +=
                        weights[key] / total * projections[at(n, key, 2, head, d)];
            }
        }
    }

    private static int at(int n, int position, int part, int head, int d) {
        return (((n * LENGTH + position) * 3 + part) * HEADS + head) * WIDTH + d;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] normal(int count) {
        return new Random(7).doubles(count).map(u -> 4 * u - 2).toArray();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
