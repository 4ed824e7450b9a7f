package etude.tuner.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AlgoPerfSpaceTest {
    private static final String IMPORT =
            """
            name: s
            goal: Which?
            base: base.yaml
            trials: 3
            search: {algorithm: %s}
            fixed: {optimizer.name: nadam}
            algoperf: {file: space.json, paths: {learning_rate: optimizer.learning_rate, dropout_rate: dropout, beta2: optimizer.beta2}}
            derived: {optimizer.beta1: 1 - one_minus_beta1}
            """;

    /** As in its reference submissions. */
    private static final String RANGES =
            """
            {
                "learning_rate": {"min": 1e-4, "max": 1e-2, "scaling": "log"},
                "dropout_rate": {"feasible_points": [0.0, 0.1]},
                "one_minus_beta1": {"min": 2e-2, "max": 0.5, "scaling": "log"},
                "beta2": {"feasible_points": [0.999]}
            }
            """;

    @Test
    void rangesBecomeNuisanceHyperparametersAndSinglePointsFixedOnes() {
        Study study = Studies.read(IMPORT.formatted("quasi_random"), RANGES);
        assertThat(study.outline().hyperparameters())
                .extracting(p -> p.path() + " " + p.role())
                .containsExactly(
                        "optimizer.learning_rate NUISANCE",
                        "dropout NUISANCE",
                        "one_minus_beta1 NUISANCE",
                        "optimizer.beta2 FIXED");
        assertThat(study.trials())
                .allSatisfy(
                        trial -> {
                            assertThat(study.config(trial).optimizer().learningRate())
                                    .isBetween(1e-4, 1e-2);
                            assertThat(Studies.value(trial, "optimizer.beta1").asDouble())
                                    .isBetween(0.5, 0.98);
                        });
    }

    @Test
    void aListIsAListOfPoints() {
        String list =
                """
                [{"learning_rate": 0.1, "one_minus_beta1": 0.2, "beta2": 0.99},
                 {"learning_rate": 0.2, "one_minus_beta1": 0.1, "beta2": 0.99},
                 {"learning_rate": 0.2, "one_minus_beta1": 0.2, "beta2": 0.99}]
                """;
        Study study = Studies.read(IMPORT.formatted("points"), list);
        assertThat(Studies.values(study, "optimizer.learning_rate"))
                .containsExactly("0.1", "0.2", "0.2");
        assertThat(Studies.values(study, "optimizer.beta1")).containsExactly("0.8", "0.9", "0.8");
        assertThat(Studies.problemsOf(() -> Studies.read(IMPORT.formatted("random"), list)))
                .containsExactly(
                        "study.yaml:7: algoperf: the file lists points; write search: {algorithm: points}");
    }

    @Test
    void aMisspeltScalingIsAnErrorWithItsLine() {
        assertThat(
                        Studies.problemsOf(
                                () ->
                                        Studies.read(
                                                IMPORT.formatted("random"),
                                                RANGES.replace(
                                                        "1e-2, \"scaling\": \"log\"",
                                                        "1e-2, \"scaling\": \"lgo\""))))
                .containsExactly("space.json:2: scaling: expected linear or log, found \"lgo\"");
    }

    @Test
    void namesThatNothingUsesAreErrors() {
        assertThat(
                        Studies.problemsOf(
                                () ->
                                        Studies.read(
                                                IMPORT.formatted("random"),
                                                RANGES.replace("dropout_rate", "dropuot"))))
                .containsExactly(
                        "space.json:3: dropuot: is no config key, and no formula or condition uses it; did you mean dropout?");
    }
}
