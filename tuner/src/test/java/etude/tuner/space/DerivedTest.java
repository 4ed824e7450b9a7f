package etude.tuner.space;

import static etude.tuner.space.Studies.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DerivedTest {
    private static final String BASE_RATE =
            "path: base_rate, role: nuisance, values: [0.1, 0.2, 0.4, 0.8]";

    @Test
    void formulasReadHyperparametersFixedAndBaseValuesByPath() {
        Study study =
                Studies.study(
                        """
                        fixed: {schedule.warmup_steps: 10}
                        derived:
                          optimizer.learning_rate: base_rate * batch_size / 256
                          dropout: optimizer.learning_rate / 10
                          logging.every: schedule.warmup_steps + min(5, 7)
                        """,
                        "path: base_rate, role: nuisance, values: [0.1, 0.2, 0.4, 0.8]");
        assertThat(Studies.values(study, "optimizer.learning_rate"))
                .containsExactlyInAnyOrder("0.05", "0.1", "0.2", "0.4");
        assertThat(study.trials())
                .allSatisfy(
                        trial -> {
                            double rate = study.config(trial).optimizer().learningRate();
                            double base = Studies.value(trial, "base_rate").asDouble();
                            assertThat(rate).isEqualTo(base / 2);
                            assertThat(study.config(trial).dropout()).isEqualTo(rate / 10);
                            assertThat(study.config(trial).logging().every().amount())
                                    .isEqualTo(15);
                            assertThat(trial.overrides())
                                    .noneMatch(override -> override.startsWith("base_rate"));
                        });
    }

    @Test
    void wholeResultsFitKeysForWholeNumbers() {
        Study study =
                Studies.study(
                        "derived: {batch_size: 64 * widen}",
                        "path: widen, role: scientific, values: [1, 2]",
                        Studies.RATE);
        assertThat(study.config(study.trial(1)).batchSize()).isEqualTo(128);
        assertThat(
                        problems(
                                "derived: {batch_size: 0.5 * widen}",
                                "path: widen, role: scientific, values: [1, 2]",
                                Studies.RATE))
                .containsExactly(
                        "study.yaml:5: batch_size: expected a whole number of at least 1, found 0.5 (for widen=1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base_rat * 2 | unknown name base_rat; did you mean base_rate?",
                "base_rate * | cannot read \"base_rate *\"",
                "sine(base_rate) | cannot read \"sine(base_rate)\" (Undefined function 'sine'); a formula has numbers",
                "random() | cannot read \"random()\" (Undefined function 'random')",
                "dt_now() | cannot read \"dt_now()\" (Undefined function 'dt_now')",
                "log(0 * base_rate) | \"log(0 * base_rate)\" has no value where base_rate is 0.1",
                "1 / (base_rate - 0.1) | has no value where base_rate is 0.1 (Division by zero)",
                "1e300 ^ 2 * base_rate | gives no finite number",
                "optimizer.name * base_rate | needs numbers, and optimizer.name is momentum"
            })
    void oneClearSentence(String formula, String sentence) {
        assertThat(problems("derived:\n  dropout: " + formula, BASE_RATE))
                .first()
                .asString()
                .startsWith("study.yaml:6: dropout: ")
                .contains(sentence)
                .doesNotContain("v0_");
    }

    @Test
    void circlesAreNamed() {
        assertThat(
                        problems(
                                "derived: {dropout: label_smoothing, label_smoothing: dropout}",
                                BASE_RATE))
                .containsExactly(
                        "study.yaml:5: derived: formulas must not go in circles, found dropout -> label_smoothing -> dropout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 ^ 3 ^ 2 | 512",
                "0.1 + 0.2 | 0.3",
                "1e-3 * 2 | 0.002",
                "if(2 > 1, 5, 6) | 5",
                "round(2.6) + floor(2.6) + ceil(2.1) | 8",
                "sqrt(16) + abs(-1) + max(1, 2, 3) | 8",
                "exp(log(2)) * log10(1000) | 6"
            })
    void arithmetic(String formula, double value) {
        assertThat(new Formula(formula).evaluate(Map.of()).asDouble()).isEqualTo(value);
    }

    @Test
    void aFormulaWithoutAValueBetweenTheEndsIsAProblemOfTheStudy() {
        assertThat(
                        Studies.problems(
                                "search: {algorithm: grid, levels: 5}\nderived: {dropout: 0.1 / (x - 0.5) * 0}",
                                "path: x, role: nuisance, min: 0, max: 1"))
                .containsExactly(
                        "study.yaml:6: dropout: \"0.1 / (x - 0.5) * 0\" has no value where x is 0.5 (Division by zero)");
    }
}
