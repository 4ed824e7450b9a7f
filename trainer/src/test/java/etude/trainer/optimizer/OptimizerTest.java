package etude.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.OptimizerConfig.WeightDecayKind;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
    private static final int SIZE = 37;
    private static final int DECAYED = 29;
    private static final int STEPS = 50;

    static Stream<OptimizerConfig> rules() {
        return Stream.of(WeightDecayKind.values())
                .flatMap(
                        kind ->
                                Stream.of(
                                        new OptimizerConfig.Sgd(0.05, 0.1, kind),
                                        new OptimizerConfig.Momentum(0.03, 0.9, 0.1, kind),
                                        new OptimizerConfig.Adam(
                                                0.02, 0.9, 0.99, 1e-3, 0.1, kind)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void fiftyStepsEqualTheFormulasInFloat64(OptimizerConfig config) {
        double[] kernel = runKernel(config, Double.POSITIVE_INFINITY);
        double[] formula = runFormula(config, Double.POSITIVE_INFINITY);
        assertThat(distance(kernel, formula)).isLessThan(1e-12 * norm(formula));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void clippedStepsEqualTheFormulas(OptimizerConfig config) {
        double[] kernel = runKernel(config, 0.5);
        double[] formula = runFormula(config, 0.5);
        // the clip factor is a float32 number in the kernel
        assertThat(distance(kernel, formula)).isLessThan(1e-5 * norm(formula));
        assertThat(distance(formula, runFormula(config, Double.POSITIVE_INFINITY)))
                .isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void nonFiniteGradientStopsItsOwnAndEveryLaterUpdate(OptimizerConfig config) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weights = manager.create(start());
            StepLog log = new StepLog(manager, 8, 0);
            try (Optimizer optimizer = new Optimizer(manager, config, weights, DECAYED, 1.0, log)) {
                optimizer.update(weights, manager.create(start()), manager.create(1f), 0, 0.1);
                double[] before = weights.toDoubleArray();
                double[] spoiled = start();
                spoiled[3] = Double.NaN;
                optimizer.update(weights, manager.create(spoiled), manager.create(1f), 1, 0.1);
                optimizer.update(weights, manager.create(start()), manager.create(1f), 2, 0.1);
                assertThat(weights.toDoubleArray()).isEqualTo(before);
                for (NDArray state : optimizer.state().values()) {
                    assertThat(state.toDoubleArray()).doesNotContain(Double.NaN);
                }
            }
            assertThat(log.read().diverged()).hasValue(1);
        }
    }

    @Test
    void everyStepsLossAndUnclippedNormAreKept() {
        OptimizerConfig config = new OptimizerConfig.Sgd(0.05, 0, WeightDecayKind.DECOUPLED);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weights = manager.create(new double[2]);
            StepLog log = new StepLog(manager, 3, 10);
            try (Optimizer optimizer = new Optimizer(manager, config, weights, 2, 1.0, log)) {
                for (long step = 10; step < 13; step++) {
                    NDArray gradient = manager.create(new double[] {3 * step, 4 * step});
                    optimizer.update(weights, gradient, manager.create((float) -step), step, 0.1);
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

    private static double[] runKernel(OptimizerConfig config, double clip) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weights = manager.create(start());
            StepLog log = new StepLog(manager, STEPS, 0);
            try (Optimizer optimizer =
                    new Optimizer(manager, config, weights, DECAYED, clip, log)) {
                for (int step = 0; step < STEPS; step++) {
                    NDArray gradient = manager.create(gradient(weights.toDoubleArray(), step));
                    optimizer.update(
                            weights, gradient, manager.create(1f), step, rate(config, step));
                }
            }
            return weights.toDoubleArray();
        }
    }

    /** The playbook's update rules, one number at a time. */
    private static double[] runFormula(OptimizerConfig config, double clip) {
        double[] w = start();
        double[] first = new double[SIZE];
        double[] second = new double[SIZE];
        for (int step = 0; step < STEPS; step++) {
            double[] g = gradient(w, step);
            double scale = Math.min(1, clip / norm(g));
            for (int i = 0; i < SIZE; i++) {
                double decay = i < DECAYED ? config.weightDecay() : 0;
                boolean l2 = config.weightDecayKind() == WeightDecayKind.L2;
                double gradient = g[i] * scale + (l2 ? decay * w[i] : 0);
                double shrink = l2 ? 0 : rate(config, step) * decay * w[i];
                w[i] -=
                        shrink
                                + rate(config, step)
                                        * direction(config, gradient, first, second, i, step + 1);
            }
        }
        return w;
    }

    private static double direction(
            OptimizerConfig config, double g, double[] first, double[] second, int i, int t) {
        if (config instanceof OptimizerConfig.Momentum momentum) {
            first[i] = momentum.momentum() * first[i] + g;
            return first[i];
        }
        if (config instanceof OptimizerConfig.Adam adam) {
            first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * g;
            second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * g * g;
            double b = Math.sqrt(1 - Math.pow(adam.beta2(), t)) / (1 - Math.pow(adam.beta1(), t));
            return first[i] / (Math.sqrt(second[i]) + adam.epsilon()) * b;
        }
        return g;
    }

    /** A learning rate that changes, so that a rule with the rate inside its buffer fails. */
    private static double rate(OptimizerConfig config, int step) {
        return config.learningRate() * (1 - step / (double) STEPS);
    }

    /** Gradient of a badly conditioned quadratic with a wobble. */
    private static double[] gradient(double[] w, int step) {
        double[] g = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            g[i] = (1 + i % 7) * w[i] + 0.1 * Math.sin(step + i);
        }
        return g;
    }

    private static double[] start() {
        SplittableRandom random = new SplittableRandom(5);
        return random.doubles(SIZE, -1, 1).toArray();
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

    @Test
    void stateIsNamed() {
        assertThat(
                        UpdateRule.of(
                                        new OptimizerConfig.Adam(
                                                1, 0.9, 0.9, 0, 0, WeightDecayKind.L2))
                                .state())
                .isEqualTo(List.of("mean", "mean_square"));
    }
}
