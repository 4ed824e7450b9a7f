package etude.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.Target;
import etude.trainer.config.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    private static final float[] NONE = {};

    private static Target classes(int count) {
        return new Target.Classes(IntStream.range(0, count).mapToObj(i -> "c" + i).toList());
    }

    private static double value(MetricProvider metric, String name, Predictions of) {
        return Optional.ofNullable(metric.of(of).get(name)).orElseThrow();
    }

    /**
     * Labels 0 0 0 1 1 2, choices 0 0 1 1 2 1, and nothing of class 3. By hand: class 0 has TP 2,
     * FP 0, FN 1, so 4/5; class 1 TP 1, FP 2, FN 1, so 2/5; class 2 none, so 0. Macro 0.4, micro
     * 3/6. Recalls 2/3, 1/2 and 0.
     */
    @Test
    void f1AndBalancedAccuracyByHand() {
        Predictions predictions =
                new Predictions(
                        classes(4),
                        new float[] {0, 0, 0, 1, 1, 2},
                        new float[] {0, 0, 1, 1, 2, 1},
                        NONE);
        assertThat(new F1().of(predictions))
                .containsExactly(
                        entry("f1_macro", (0.8 + 0.4 + 0) / 3),
                        entry("f1_micro", 0.5),
                        entry("f1/c0", 0.8),
                        entry("f1/c1", 0.4),
                        entry("f1/c2", 0.0),
                        entry("f1/c3", 0.0));
        assertThat(value(new BalancedAccuracy(), "balanced_accuracy", predictions))
                .isCloseTo((2 / 3.0 + 0.5 + 0) / 3, within(1e-15));
    }

    /** Of 200 examples with many ties, by the definition: every pair of one and another class. */
    @Test
    void theAreaIsTheShareOfPairsInTheRightOrder() {
        SplittableRandom random = new SplittableRandom(4);
        for (int count : new int[] {2, 3}) {
            int examples = 200;
            float[] targets = new float[examples];
            float[] probabilities = new float[examples * count];
            for (int i = 0; i < examples; i++) {
                targets[i] = random.nextInt(count);
                for (int c = 0; c < count; c++) {
                    probabilities[i * count + c] = random.nextInt(8) / 8f;
                }
            }
            Predictions predictions =
                    new Predictions(classes(count), targets, targets, probabilities);
            double sum = 0;
            for (int label = count == 2 ? 1 : 0; label < count; label++) {
                double pairs = 0;
                double right = 0;
                for (int i = 0; i < examples; i++) {
                    for (int j = 0; j < examples; j++) {
                        if (targets[i] == label && targets[j] != label) {
                            int order =
                                    Float.compare(
                                            predictions.probability(i, label),
                                            predictions.probability(j, label));
                            pairs++;
                            right += order > 0 ? 1 : order == 0 ? 0.5 : 0;
                        }
                    }
                }
                sum += right / pairs;
            }
            assertThat(value(new AreaUnderCurve(), "auc", predictions))
                    .isCloseTo(sum / (count == 2 ? 1 : count), within(1e-12));
        }
    }

    @Test
    void anAreaNeedsExamplesOfBothKinds() {
        float[] ones = {1, 1};
        assertThat(
                        value(
                                new AreaUnderCurve(),
                                "auc",
                                new Predictions(
                                        classes(2),
                                        ones,
                                        ones,
                                        new float[] {0.1f, 0.9f, 0.4f, 0.6f})))
                .isNaN();
    }

    @Test
    void theFiveMostProbableCountAndEqualOnesInTheirOrder() {
        float[] equal = new float[14];
        Arrays.fill(equal, 1 / 7f);
        Predictions tied =
                new Predictions(classes(7), new float[] {4, 5}, new float[] {0, 0}, equal);
        assertThat(value(new Top5Accuracy(), "top_5_accuracy", tied)).isEqualTo(0.5);
        float[] ordered = {0.3f, 0.25f, 0.2f, 0.1f, 0.08f, 0.05f, 0.02f};
        for (int label = 0; label < 7; label++) {
            Predictions one =
                    new Predictions(classes(7), new float[] {label}, new float[] {0}, ordered);
            assertThat(value(new Top5Accuracy(), "top_5_accuracy", one))
                    .isEqualTo(label < 5 ? 1 : 0);
        }
    }

    /** Targets 1 2 6 with mean 3 spread 4 + 1 + 9; errors 0, 1 and -2: 1 - 5/14. */
    @Test
    void determinationByHand() {
        Predictions predictions =
                new Predictions(
                        new Target.Value(), new float[] {1, 2, 6}, new float[] {1, 3, 4}, NONE);
        assertThat(value(new Determination(), "r2", predictions))
                .isCloseTo(9 / 14.0, within(1e-15));
        Predictions same =
                new Predictions(new Target.Value(), new float[] {2, 2}, new float[] {1, 3}, NONE);
        assertThat(value(new Determination(), "r2", same)).isNaN();
    }

    @Test
    void metricsAreFoundByNameForTheirTargets() {
        MetricRegistry registry = MetricRegistry.load();
        assertThat(registry.all().stream().map(MetricProvider::name))
                .containsExactly(
                        "auc",
                        "balanced_accuracy",
                        "exact_match",
                        "f1",
                        "hamming_loss",
                        "r2",
                        "top_5_accuracy",
                        "worst_recall"); // of example.WorstRecall
        assertThat(registry.of(List.of("f1", "auc"), classes(3))).hasSize(2);
        assertThatThrownBy(() -> registry.of(List.of("f2"), classes(3)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "evaluation.metrics: expected names of auc, balanced_accuracy, exact_match, f1, hamming_loss, r2, top_5_accuracy, worst_recall, found f2");
        assertThatThrownBy(() -> registry.of(List.of("top_5_accuracy"), classes(5)))
                .hasMessage(
                        "evaluation.metrics: top_5_accuracy measures nothing where the target is one of 5 classes; remove it");
        assertThatThrownBy(() -> registry.of(List.of("r2"), classes(3)))
                .hasMessageContaining("r2 measures nothing where the target is one of 3 classes");
    }

    /**
     * Labels of four examples, x and y: 11 10 01 00, predicted 11 11 01 10. By hand: x has TP 2, FP
     * 1, FN 0, so 4/5; y has TP 2, FP 1, so 4/5. All together TP 4, FP 2: 8/10. Two of four
     * examples are right in all, two of eight decisions wrong.
     */
    @Test
    void metricsOfLabelsByHand() {
        Predictions predictions =
                new Predictions(
                        new Target.Labels(List.of("x", "y")),
                        new float[] {1, 1, 1, 0, 0, 1, 0, 0},
                        new float[] {1, 1, 1, 1, 0, 1, 1, 0},
                        new float[] {.9f, .8f, .7f, .6f, .2f, .6f, .7f, .1f});
        assertThat(new F1().of(predictions))
                .containsExactly(
                        entry("f1_macro", 0.8),
                        entry("f1_micro", 0.8),
                        entry("f1/x", 0.8),
                        entry("f1/y", 0.8));
        assertThat(value(new ExactMatch(), "exact_match", predictions)).isEqualTo(0.5);
        assertThat(value(new HammingLoss(), "hamming_loss", predictions)).isEqualTo(0.25);
        // pairs of x: .9 over .2 and .7, .7 over .2 and a tie; of y: .8 over both, .6 over .1 and a
        // tie
        assertThat(value(new AreaUnderCurve(), "auc", predictions)).isEqualTo(3.5 / 4);
    }

    private static final class ErrorsOfFirstClass implements MetricProvider {
        @Override
        public String name() {
            return "missed_first";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public List<String> values(Target target) {
            return target instanceof Target.Classes ? List.of(name()) : List.of();
        }

        @Override
        public Map<String, Double> of(Predictions predictions) {
            long missed =
                    IntStream.range(0, predictions.examples())
                            .filter(i -> predictions.label(i) == 0 && predictions.choice(i) != 0)
                            .count();
            return Map.of(name(), (double) missed);
        }
    }

    @Test
    void oneOfAnotherJarIsLikeOurs() {
        MetricRegistry registry = new MetricRegistry(List.of(new F1(), new ErrorsOfFirstClass()));
        Predictions predictions =
                new Predictions(classes(2), new float[] {0, 0, 1}, new float[] {1, 0, 0}, NONE);
        assertThat(
                        value(
                                registry.of(List.of("missed_first"), classes(2)).get(0),
                                "missed_first",
                                predictions))
                .isEqualTo(1);
        assertThatThrownBy(() -> new MetricRegistry(List.of(new F1(), new F1())))
                .hasMessageContaining("two metrics are named f1");
    }
}
