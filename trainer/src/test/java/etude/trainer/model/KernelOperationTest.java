package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import etude.trainer.engine.TestDevice;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The kernels against the formulas in double precision, forward and backward. */
class KernelOperationTest {
    private static final int BATCH = 2;
    private static final int LENGTH = 5;
    private static final int HEADS = 3;
    private static final int WIDTH = 4;

    @Test
    void attentionIsTheSoftmaxOfScaledProductsUpToEachPosition() {
        double[] projections = Formula.numbers(BATCH * LENGTH * 3 * HEADS * WIDTH);
        Formula.check(
                KernelOperation.causalAttention(),
                new Shape(BATCH, LENGTH, 3, HEADS, WIDTH),
                projections,
                x -> attention(x, true));
    }

    @Test
    void withoutMaskEveryPositionLooksAtAll() {
        Formula.check(
                KernelOperation.attention(),
                new Shape(BATCH, LENGTH, 3, HEADS, WIDTH),
                Formula.numbers(BATCH * LENGTH * 3 * HEADS * WIDTH),
                x -> attention(x, false));
    }

    @Test
    void tokensAreTakenOrAveragedPerExample() {
        double[] tokens = Formula.numbers(12);
        Formula.check(
                KernelOperation.firstToken(),
                new Shape(2, 3, 2),
                tokens,
                x -> new double[] {x[0], x[1], x[6], x[7]});
        Formula.check(
                KernelOperation.averageToken(),
                new Shape(2, 3, 2),
                tokens,
                x ->
                        new double[] {
                            (x[0] + x[2] + x[4]) / 3,
                            (x[1] + x[3] + x[5]) / 3,
                            (x[6] + x[8] + x[10]) / 3,
                            (x[7] + x[9] + x[11]) / 3
                        });
    }

    @Test
    void reluInPlaceChangesItsInputAndKeepsItsGradient() {
        StagedBlock block =
                new StagedBlock()
                        .add("twice", new Operation(x -> x.add(x)))
                        .add("activation", KernelOperation.reluInPlace());
        Formula.check(
                block,
                new Shape(8),
                Formula.numbers(8),
                x -> Arrays.stream(x).map(v -> Math.max(0, 2 * v)).toArray());
        Block relu = KernelOperation.reluInPlace();
        try (NDManager manager = TestDevice.manager()) {
            relu.initialize(manager, DataType.FLOAT32, new Shape(2));
            NDArray input = manager.create(new float[] {-1, 1});
            relu.forward(new ParameterStore(manager, false), new NDList(input), false);
            assertThat(input.toFloatArray()).containsExactly(0, 1);
        }
    }

    @Test
    void geluIsTheTanhForm() {
        Formula.check(
                KernelOperation.tanhGelu(),
                new Shape(40),
                Formula.numbers(40),
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
        Block gelu = KernelOperation.tanhGelu();
        try (NDManager manager = TestDevice.manager()) {
            NDList input = new NDList(manager.ones(new Shape(2)));
            assertThatThrownBy(() -> gelu.forward(new ParameterStore(manager, false), input, false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("initialize");
        }
    }

    @Test
    void initialisingAgainWithAnotherManagerOutlivesTheFirst() {
        Block gelu = KernelOperation.tanhGelu();
        try (NDManager manager = TestDevice.manager()) {
            try (NDManager first = TestDevice.manager()) {
                gelu.initialize(first, DataType.FLOAT32, new Shape(2));
            }
            gelu.initialize(manager, DataType.FLOAT32, new Shape(2));
            NDList input = new NDList(manager.zeros(new Shape(2)));
            NDList output = gelu.forward(new ParameterStore(manager, false), input, false);
            assertThat(output.singletonOrThrow().toFloatArray()).containsExactly(0, 0);
        }
    }

    private static double[] attention(double[] projections, boolean causal) {
        double[] output = new double[BATCH * LENGTH * HEADS * WIDTH];
        for (int n = 0; n < BATCH; n++) {
            for (int head = 0; head < HEADS; head++) {
                for (int query = 0; query < LENGTH; query++) {
                    attend(projections, output, n, head, query, causal ? query + 1 : LENGTH);
                }
            }
        }
        return output;
    }

    private static void attend(
            double[] projections, double[] output, int n, int head, int query, int keys) {
        double[] weights = new double[keys];
        double total = 0;
        for (int key = 0; key < keys; key++) {
            double score = 0;
            for (int d = 0; d < WIDTH; d++) {
                score +=
                        projections[at(n, query, 0, head, d)] * projections[at(n, key, 1, head, d)];
            }
            weights[key] = Math.exp(score / Math.sqrt(WIDTH));
            total += weights[key];
        }
        for (int key = 0; key < keys; key++) {
            for (int d = 0; d < WIDTH; d++) {
                output[((n * LENGTH + query) * HEADS + head) * WIDTH + d] +=
                        weights[key] / total * projections[at(n, key, 2, head, d)];
            }
        }
    }

    private static int at(int n, int position, int part, int head, int d) {
        return (((n * LENGTH + position) * 3 + part) * HEADS + head) * WIDTH + d;
    }
}
