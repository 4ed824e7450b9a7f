package etude.tuner.space;

import static etude.tuner.space.Studies.RATE;
import static etude.tuner.space.Studies.problems;
import static etude.tuner.space.Studies.study;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where a search that follows the results has nothing to follow. */
final class AdaptiveRulesTest {
    private static final String ADAPTIVE = "search: {algorithm: gaussian_process}";

    @Test
    void aSmallSpaceIsForQuasiRandomSearch() {
        assertThat(
                        problems(
                                ADAPTIVE,
                                "path: dropout, role: nuisance, values: [0, 0.1, 0.2, 0.3]",
                                "path: label_smoothing, role: nuisance, values: [0, 0.1, 0.2]"))
                .containsExactly(
                        "study.yaml:5: search: all trials has only 12 different points, too few for a model to choose among; use algorithm: quasi_random, which tries each once");
    }

    @Test
    void aModelThatGetsNoTurnIsRefused() {
        assertThat(problems(ADAPTIVE, RATE))
                .containsExactly(
                        "study.yaml:5: search: no trial is left for the model: all 4 of an arm are quasi-random ones that come before it; raise trials, lower initial, or use algorithm: quasi_random");
        assertThat(problems("search: {algorithm: gaussian_process, initial: 9}", RATE)).hasSize(1);
        assertThat(study("search: {algorithm: gaussian_process, initial: 3}", RATE).trials())
                .extracting(Trial::awaitsPoint)
                .containsExactly(false, false, false, true);
    }

    @Test
    void scientificValuesFollowNoModel() {
        assertThat(
                        problems(
                                ADAPTIVE + "\ndesign: joint",
                                "path: dropout, role: scientific, min: 0, max: 0.5"))
                .containsExactly(
                        "study.yaml:5: search: all trials has no nuisance hyperparameter, and scientific ones follow no model, so that they stay evenly sampled; use algorithm: quasi_random");
    }

    @Test
    void keysOfTheModelAreRefusedElsewhere() {
        assertThat(problems("search: {initial: 3}", RATE))
                .singleElement()
                .asString()
                .contains(
                        "initial: only algorithm: gaussian_process reads it; remove it or change algorithm");
        assertThat(problems("search: {start_from: studies/a}", RATE))
                .singleElement()
                .asString()
                .contains("start_from: only algorithm: gaussian_process reads it");
        assertThat(problems("search: {algorithm: gaussian_process, initial: 0}", RATE))
                .singleElement()
                .asString()
                .contains("initial: expected at least 1, found 0");
        assertThat(problems("search: {algorithm: gaussian_process, start_from: ''}", RATE))
                .singleElement()
                .asString()
                .contains("start_from: expected the path of a file or folder, found nothing");
    }

    @Test
    void pointsThatFollowResultsAreACaveat() {
        assertThat(study("search: {algorithm: gaussian_process, initial: 2}", RATE).advice())
                .extracting(Advice::code)
                .contains("adaptive_points");
        assertThat(study("", RATE).advice()).isEmpty();
    }

    @Test
    void trialsThatAwaitTheirPointsHaveTheirArmAndSeed() {
        String[] parameters = {
            RATE, "path: label_smoothing, role: scientific, values: [0.0, 0.1]",
        };
        Study study = study("search: {algorithm: gaussian_process, initial: 2}", parameters);
        Study planned = study("", parameters);

        for (int number = 4; number < 8; number++) {
            Trial trial = study.trials().get(number);
            assertThat(trial).isEqualTo(study.trial(number));
            assertThat(trial.awaitsPoint()).isTrue();
            assertThat(trial.seed()).isEqualTo(planned.trial(number).seed());
            assertThat(trial.arm()).isEqualTo(number % 2);
            assertThat(Studies.value(trial, "label_smoothing").asDouble())
                    .isEqualTo(number % 2 == 0 ? 0 : 0.1);
        }
    }
}
