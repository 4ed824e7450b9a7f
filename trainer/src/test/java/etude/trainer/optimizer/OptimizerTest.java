package etude.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.OptimizerConfig.WeightDecayKind;
import etude.trainer.engine.Segment;
import etude.trainer.engine.TestDevice;
import etude.trainer.engine.Treatment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
    private static final int SIZE = 37;
    private static final int DECAYED = 29;
    private static final int STEPS = 50;
    private static final double UNCLIPPED = Double.POSITIVE_INFINITY;

    static Stream<OptimizerConfig> rules() {
        return Stream.concat(
                Stream.of(WeightDecayKind.values()).flatMap(OptimizerTest::rules),
                Stream.of(new OptimizerConfig.AdamW(0.02, 0.9, 0.99, 1e-3, 0.1, List.of())));
    }

    private static Stream<OptimizerConfig> rules(WeightDecayKind kind) {
        return Stream.of(
                new OptimizerConfig.Sgd(0.05, 0.1, kind, List.of()),
                new OptimizerConfig.Momentum(0.03, 0.9, 0.1, kind, List.of()),
                new OptimizerConfig.Momentum(0.03, 0, 0.1, kind, List.of()),
                new OptimizerConfig.Nesterov(0.03, 0.9, 0.1, kind, List.of()),
                new OptimizerConfig.Nesterov(0.03, 0, 0.1, kind, List.of()),
                new OptimizerConfig.RmsProp(0.02, 0.95, 0.8, 1e-3, 0.1, kind, List.of()),
                new OptimizerConfig.Adam(0.02, 0.9, 0.99, 1e-3, 0.1, kind, List.of()),
                new OptimizerConfig.NAdam(0.02, 0.9, 0.99, 1e-3, 0.1, kind, List.of()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void fiftyStepsEqualTheFormulasInFloat64(OptimizerConfig config) {
        double[] kernel = runKernel(config, UNCLIPPED, DataType.FLOAT64);
        double[] formula = Formulas.run(config, UNCLIPPED, start(), DECAYED, STEPS);
        assertThat(distance(kernel, formula)).isLessThan(1e-12 * norm(formula));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void fiftyStepsInFloat32AreClose(OptimizerConfig config) {
        double[] kernel = runKernel(config, UNCLIPPED, DataType.FLOAT32);
        double[] formula = Formulas.run(config, UNCLIPPED, start(), DECAYED, STEPS);
        assertThat(distance(kernel, formula)).isLessThan(1e-5 * norm(formula));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void clippedStepsEqualTheFormulas(OptimizerConfig config) {
        double[] kernel = runKernel(config, 0.5, DataType.FLOAT64);
        double[] formula = Formulas.run(config, 0.5, start(), DECAYED, STEPS);
        // the clip factor is a float32 number in the kernel
        assertThat(distance(kernel, formula)).isLessThan(1e-5 * norm(formula));
        double[] unclipped = Formulas.run(config, UNCLIPPED, start(), DECAYED, STEPS);
        assertThat(distance(formula, unclipped)).isGreaterThan(1e-3);
    }

    /**
     * A group with ten times the rate and no decay, one with a tenth of it and a decay of its own,
     * and frozen entries at the front, in the middle and at the end, which keep weights and state.
     */
    @ParameterizedTest
    @MethodSource("rules")
    void groupsAndFrozenEntriesEqualTheFormulas(OptimizerConfig config) {
        Treatment usual = new Treatment(1, config.weightDecay());
        List<Segment> segments =
                List.of(
                        new Segment(2, 8, usual),
                        new Segment(10, 5, new Treatment(10, 0)),
                        new Segment(15, 4, new Treatment(0.1, 0.3)),
                        new Segment(22, 7, usual),
                        new Segment(29, 5, new Treatment(1, 0)));
        IntFunction<Optional<Treatment>> treatments =
                i ->
                        segments.stream()
                                .filter(one -> one.offset() <= i && i < one.offset() + one.size())
                                .map(Segment::treatment)
                                .findFirst();
        double[] formula = Formulas.run(config, UNCLIPPED, start(), treatments, STEPS);
        double[] kernel = runKernel(config, start(), segments, UNCLIPPED, STEPS, DataType.FLOAT64);
        assertThat(distance(kernel, formula)).isLessThan(1e-12 * norm(formula));
        for (int i : new int[] {0, 1, 19, 20, 21, 34, 35, 36}) {
            assertThat(kernel[i]).isEqualTo(start()[i]);
        }
        double[] clipped = Formulas.run(config, 0.5, start(), treatments, STEPS);
        kernel = runKernel(config, start(), segments, 0.5, STEPS, DataType.FLOAT64);
        assertThat(distance(kernel, clipped)).isLessThan(1e-5 * norm(clipped));
    }

    @Test
    void theStateOfFrozenEntriesStaysAsItBegan() {
        OptimizerConfig config =
                new OptimizerConfig.Adam(0.02, 0.9, 0.99, 1e-3, 0.1, WeightDecayKind.L2, List.of());
        List<Segment> segments = List.of(new Segment(4, SIZE - 4, new Treatment(1, 0.1)));
        try (NDManager manager = TestDevice.manager()) {
            NDArray weights = manager.create(start());
            StepLog log = new StepLog(manager, 8, 0);
            try (Optimizer optimizer =
                    new Optimizer(manager, config, weights, segments, 1.0, log)) {
                optimizer.update(manager.create(start()), manager.create(1f), 0, 0.1);
                state(optimizer)
                        .forEach(
                                (name, vector) -> {
                                    assertThat(Arrays.copyOf(vector, 4)).containsOnly(0);
                                    assertThat(vector[4]).isNotZero();
                                });
            }
            double[] trained = Arrays.copyOfRange(start(), 4, SIZE);
            assertThat((double) log.read().norms()[0]).isCloseTo(norm(trained), within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void nonFiniteGradientStopsItsOwnAndEveryLaterUpdate(OptimizerConfig config) {
        try (NDManager manager = TestDevice.manager()) {
            NDArray weights = manager.create(start());
            StepLog log = new StepLog(manager, 8, 0);
            try (Optimizer optimizer =
                    new Optimizer(
                            manager, config, weights, segments(config, SIZE, DECAYED), 1.0, log)) {
                optimizer.update(manager.create(start()), manager.create(1f), 0, 0.1);
                double[] before = weights.toDoubleArray();
                Map<String, double[]> stateBefore = state(optimizer);
                double[] spoiled = start();
                spoiled[3] = Double.NaN;
                optimizer.update(manager.create(spoiled), manager.create(1f), 1, 0.1);
                optimizer.update(manager.create(start()), manager.create(1f), 2, 0.1);
                assertThat(weights.toDoubleArray()).isEqualTo(before);
                assertThat(state(optimizer)).usingRecursiveComparison().isEqualTo(stateBefore);
            }
            assertThat(log.read().diverged()).hasValue(1);
        }
    }

    /** So that files of two equal runs are equal. */
    @Test
    void stateVectorsAreAlwaysInOneOrder() {
        WeightDecayKind kind = WeightDecayKind.DECOUPLED;
        assertThat(stateNames(new OptimizerConfig.Momentum(0.1, 0.9, 0, kind, List.of())))
                .containsExactly("velocity");
        assertThat(stateNames(new OptimizerConfig.Momentum(0.1, 0, 0, kind, List.of()))).isEmpty();
        assertThat(stateNames(new OptimizerConfig.RmsProp(0.1, 0.9, 0.9, 1e-8, 0, kind, List.of())))
                .containsExactly("mean_square", "velocity");
        assertThat(stateNames(new OptimizerConfig.Adam(0.1, 0.9, 0.9, 1e-8, 0, kind, List.of())))
                .containsExactly("mean", "mean_square");
    }

    private static List<String> stateNames(OptimizerConfig config) {
        try (NDManager manager = TestDevice.manager()) {
            NDArray weights = manager.create(start());
            StepLog log = new StepLog(manager, 1, 0);
            try (Optimizer optimizer =
                    new Optimizer(
                            manager, config, weights, segments(config, SIZE, 1), UNCLIPPED, log)) {
                return List.copyOf(optimizer.state().keySet());
            }
        }
    }

    private static Map<String, double[]> state(Optimizer optimizer) {
        Map<String, double[]> state = new HashMap<>();
        optimizer.state().forEach((name, vector) -> state.put(name, vector.toDoubleArray()));
        return state;
    }

    @Test
    void everyStepsLossAndUnclippedNormAreKept() {
        OptimizerConfig config =
                new OptimizerConfig.Sgd(0.05, 0, WeightDecayKind.DECOUPLED, List.of());
        try (NDManager manager = TestDevice.manager()) {
            NDArray weights = manager.create(new double[2]);
            StepLog log = new StepLog(manager, 3, 10);
            try (Optimizer optimizer =
                    new Optimizer(manager, config, weights, segments(config, 2, 2), 1.0, log)) {
                for (long step = 10; step < 13; step++) {
                    NDArray gradient = manager.create(new double[] {3 * step, 4 * step});
                    optimizer.update(gradient, manager.create((float) -step), step, 0.1);
                }
            }
            assertThat(log.full()).isTrue();
            StepLog.Entries entries = log.read();
            assertThat(entries.firstStep()).isEqualTo(10);
            assertThat(entries.losses()).containsExactly(-10, -11, -12);
            assertThat(entries.norms()).containsExactly(50, 55, 60);
            assertThat(entries.diverged()).isEmpty();
            assertThat(log.full()).isFalse();
        }
    }

    /**
     * Two steps by hand: w = 1, rate = 0.1, gradients 0.5 and -1.
     *
     * <pre>
     * sgd       w = 1 - 0.1 * 0.5 = 0.95; 0.95 + 0.1 = 1.05
     * momentum  v = 0.5; 0.9 * 0.5 - 1 = -0.55
     *           w = 1 - 0.05 = 0.95; 0.95 + 0.055 = 1.005
     * nesterov  v as above; w = 1 - 0.1 * (0.45 + 0.5) = 0.905; 0.905 + 0.1 * (0.495 + 1) = 1.0545
     * rmsprop   s = 0.75 * 1 + 0.25 * 0.25 = 0.8125; 0.75 * 0.8125 + 0.25 * 1 = 0.859375
     *           m = 0.05 / sqrt(0.875) = 0.0534522483824849
     *               0.5 * 0.0534522483824849 - 0.1 / sqrt(0.921875) = -0.0774250045934167
     *           w = 1 - m = 0.946547751617515; minus m = 1.02397275621093
     * adam      m = 0.25; 0.5 * 0.25 - 0.5 = -0.375;  v = 0.25 * 0.25 = 0.0625; 0.75 * 0.0625 + 0.25 = 0.296875
     *           b = sqrt(0.25) / 0.5 = 1; sqrt(0.4375) / 0.75 = 0.881917103688197
     *           w = 1 - 0.1 * 0.25 / (0.25 + 0.125) * 1 = 0.933333333333333
     *               0.933333333333333 + 0.1 * 0.375 / (0.544862368 + 0.125) * 0.881917104 = 0.982704507131146
     * nadam     m, v, b as above; w = 1 - 0.1 * (0.125 + 0.25) / 0.375 * 1 = 0.9
     *               0.9 + 0.1 * (0.1875 + 0.5) / 0.669862368 * 0.881917104 = 0.990513818629323
     * adamw     w = 1 - 0.1 * ((0.25 / 0.5) / (sqrt(0.0625 / 0.25) + 0.125) + 0.2 * 1) = 0.9
     *               0.9 - 0.1 * ((-0.375 / 0.75) / (sqrt(0.296875 / 0.4375) + 0.125) + 0.2 * 0.9) = 0.934700673910685
     * </pre>
     */
    @ParameterizedTest
    @MethodSource
    void firstStepsEqualHandComputedNumbers(
            OptimizerConfig config, double afterOne, double afterTwo) {
        try (NDManager manager = TestDevice.manager()) {
            NDArray w = manager.create(new double[] {1});
            StepLog log = new StepLog(manager, 2, 0);
            try (Optimizer optimizer =
                    new Optimizer(manager, config, w, segments(config, 1, 1), UNCLIPPED, log)) {
                NDArray loss = manager.create(1f);
                optimizer.update(manager.create(new double[] {0.5}), loss, 0, 0.1);
                assertThat(w.toDoubleArray()[0]).isCloseTo(afterOne, within(2e-15));
                optimizer.update(manager.create(new double[] {-1}), loss, 1, 0.1);
                assertThat(w.toDoubleArray()[0]).isCloseTo(afterTwo, within(2e-15));
            }
        }
    }

    static Stream<Arguments> firstStepsEqualHandComputedNumbers() {
        WeightDecayKind kind = WeightDecayKind.DECOUPLED;
        return Stream.of(
                arguments(new OptimizerConfig.Sgd(0.1, 0, kind, List.of()), 0.95, 1.05),
                arguments(new OptimizerConfig.Momentum(0.1, 0.9, 0, kind, List.of()), 0.95, 1.005),
                arguments(
                        new OptimizerConfig.Nesterov(0.1, 0.9, 0, kind, List.of()), 0.905, 1.0545),
                arguments(
                        new OptimizerConfig.RmsProp(0.1, 0.75, 0.5, 0.0625, 0, kind, List.of()),
                        0.946547751617515,
                        1.023972756210931),
                arguments(
                        new OptimizerConfig.Adam(0.1, 0.5, 0.75, 0.125, 0, kind, List.of()),
                        0.933333333333333,
                        0.982704507131145),
                arguments(
                        new OptimizerConfig.NAdam(0.1, 0.5, 0.75, 0.125, 0, kind, List.of()),
                        0.9,
                        0.990513818629323),
                arguments(
                        new OptimizerConfig.AdamW(0.1, 0.5, 0.75, 0.125, 0.2, List.of()),
                        0.9,
                        0.934700673910685));
    }

    /** The elementary rules work in blocks of 2^18 entries. */
    @ParameterizedTest
    @MethodSource("rules")
    void vectorsLongerThanABlockAreUpdatedWhole(OptimizerConfig config) {
        int size = (1 << 18) + 3;
        int decayed = (1 << 18) + 1;
        double[] start = new SplittableRandom(7).doubles(size, -1, 1).toArray();
        double[] kernel = runKernel(config, start, decayed, UNCLIPPED, 2, DataType.FLOAT64);
        double[] formula = Formulas.run(config, UNCLIPPED, start, decayed, 2);
        assertThat(distance(kernel, formula)).isLessThan(1e-12 * norm(formula));
    }

    private static double[] runKernel(OptimizerConfig config, double clip, DataType type) {
        return runKernel(config, start(), DECAYED, clip, STEPS, type);
    }

    private static double[] runKernel(
            OptimizerConfig config,
            double[] start,
            long decayed,
            double clip,
            int steps,
            DataType type) {
        return runKernel(config, start, segments(config, start.length, decayed), clip, steps, type);
    }

    private static double[] runKernel(
            OptimizerConfig config,
            double[] start,
            List<Segment> segments,
            double clip,
            int steps,
            DataType type) {
        try (NDManager manager = TestDevice.manager()) {
            NDArray weights = manager.create(start).toType(type, false);
            StepLog log = new StepLog(manager, steps, 0);
            try (Optimizer optimizer =
                    new Optimizer(manager, config, weights, segments, clip, log)) {
                for (int step = 0; step < steps; step++) {
                    double[] gradient = Formulas.gradient(values(weights), step);
                    optimizer.update(
                            manager.create(gradient).toType(type, false),
                            manager.create(1f),
                            step,
                            Formulas.rate(config, step));
                }
            }
            return values(weights);
        }
    }

    private static List<Segment> segments(OptimizerConfig config, long size, long decayed) {
        Segment first = new Segment(0, decayed, new Treatment(1, config.weightDecay()));
        return size == decayed
                ? List.of(first)
                : List.of(first, new Segment(decayed, size - decayed, new Treatment(1, 0)));
    }

    private static double[] values(NDArray vector) {
        return vector.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    private static double[] start() {
        return new SplittableRandom(5).doubles(SIZE, -1, 1).toArray();
    }

    private static double norm(double[] vector) {
        return distance(vector, new double[vector.length]);
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
