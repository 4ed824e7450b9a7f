package etude.tuner.space;

import static etude.tuner.space.Studies.RATE;
import static etude.tuner.space.Studies.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters begin on line 7 of the study file; line 5 holds what else a test writes. */
final class StudyRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_train_steps | max_train_steps: must not be tuned: longer training",
                "seed            | seed: must not be tuned: the best seed is luck",
                "dataset.split_seed | dataset.split_seed: must not be tuned: the best seed is luck",
                "name            | name: is no hyperparameter"
            })
    void whatThePlaybookNeverTunes(String path, String sentence) {
        for (String role : List.of("scientific", "nuisance")) {
            assertThat(problems("", "path: " + path + ", role: " + role + ", values: [1, 2]"))
                    .first()
                    .asString()
                    .startsWith("study.yaml:7: " + sentence);
        }
        assertThat(problems("derived: {" + path + ": 2 * widen}", WIDEN))
                .first()
                .asString()
                .startsWith("study.yaml:5: " + sentence);
    }

    private static final String WIDEN = "path: widen, role: nuisance, values: [1, 2, 4, 8]";

    @Test
    void batchSizeIsNoNuisanceButMayBeScientific() {
        String values = ", values: [64, 128]";
        assertThat(problems("", "path: batch_size, role: nuisance" + values))
                .singleElement()
                .asString()
                .startsWith("study.yaml:7: batch_size: must not be tuned for the best");
        assertThat(problems("derived: {batch_size: 32 * widen}", WIDEN))
                .singleElement()
                .asString()
                .startsWith("study.yaml:5: batch_size: must not be tuned for the best");
        assertThat(Studies.study("", "path: batch_size, role: scientific" + values, RATE).arms())
                .hasSize(2);
    }

    @Test
    void whatIsBetterHigherHasToBeMaximised() {
        assertThat(problems("objective: {metric: validation/f1_macro}", RATE))
                .containsExactly(
                        "study.yaml:5: objective.mode: validation/f1_macro is better where it is higher; write mode: max");
        String ofOneClass = "objective: {metric: validation/f1/cat, mode: max}";
        assertThat(problems(ofOneClass, RATE))
                .containsExactly(
                        "study.yaml:5: objective.metric: validation/f1/cat is measured only where a config asks for it; write evaluation: {metrics: [f1]} in base, or fixed: {evaluation.metrics: [f1]} here");
        String asked = ofOneClass + "\nfixed: {evaluation.metrics: [f1]}";
        assertThat(Studies.study(asked, RATE).arms()).hasSize(1);
        assertThat(problems(ofOneClass + "\nfixed: {evaluation.metrics: [auc, top5]}", RATE))
                .containsExactly(
                        "study.yaml:6: fixed.evaluation.metrics: expected f1 among them, as objective.metric is validation/f1/cat, found auc, top5; add it, or choose another objective");
    }

    @Test
    void differentTokensAreComparedByBitsPerByte() {
        String sizes = "path: dataset.vocabulary_size, role: scientific, values: [300, 600]";
        String sentence =
                "trials with different tokens can only be compared by bits per byte, found objective.metric validation/";
        assertThat(problems("", sizes)).anyMatch(problem -> problem.contains(sentence));
        assertThat(problems("objective: {metric: validation/bits_per_byte}", sizes))
                .noneMatch(problem -> problem.contains(sentence));
    }

    @Test
    void goalIsMandatory() {
        String study = Studies.text(4, "", RATE);
        assertThat(problems(study.replace("goal: Which?\n", "")))
                .containsExactly(
                        "study.yaml:1: missing key goal (The question that the study is to answer.)");
        assertThat(problems(study.replace("goal:", "gaol:")))
                .containsExactly("study.yaml:2: gaol: unknown key; did you mean goal?");
        assertThat(problems(study.replace("Which?", "''")))
                .singleElement()
                .asString()
                .startsWith("study.yaml:2: goal: a study answers a question");
    }

    @Test
    void seedCannotBeFixedButMaxTrainStepsCan() {
        assertThat(problems("fixed: {seed: 3}", RATE))
                .containsExactly(
                        "study.yaml:5: seed: every trial gets its own from search.seed; remove it");
        Study study = Studies.study("fixed: {max_train_steps: 50}", RATE);
        assertThat(study.config(study.trial(0)).maxTrainSteps().amount()).isEqualTo(50);
    }

    @Test
    void unknownKeysOfStudyAndConfigNameTheNearest() {
        assertThat(problems("trails: 4", "path: optimizer.learnin_rate, role: nuisance, " + RANGE))
                .containsExactly("study.yaml:5: trails: unknown key; did you mean trials?");
        assertThat(problems("", "path: optimizer.learnin_rate, role: nuisance, " + RANGE))
                .containsExactly(
                        "study.yaml:7: optimizer.learnin_rate: unknown key; did you mean learning_rate?");
        assertThat(problems("", "path: batch_sise, role: scientific, values: [64, 128]"))
                .containsExactly(
                        "study.yaml:7: batch_sise: is no config key, and no formula or condition uses it; did you mean batch_size?");
        assertThat(problems("fixed: {dropuot: 0.1}", RATE))
                .containsExactly(
                        "study.yaml:5: dropuot: is no config key, and no formula or condition uses it; did you mean dropout?");
        assertThat(problems("derived: {dropuot: batch_size / 1000}", RATE))
                .singleElement()
                .asString()
                .startsWith("study.yaml:5: dropuot: is no config key");
    }

    private static final String RANGE = "min: 0.1, max: 0.5";

    @Test
    void allProblemsAreReportedAtOnceAndInOrder() {
        assertThat(
                        problems(
                                "design: both",
                                "path: dropout, role: nuisance, min: 0.5, max: 0.1",
                                "path: dropout, role: nuisanse, values: [0.1]",
                                "path: dropout, role: nuisance, min: 0, max: 0.1, scale: log"))
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("study.yaml:5: design: expected separate or"),
                        p ->
                                assertThat(p)
                                        .isEqualTo(
                                                "study.yaml:7: parameters[0].max: must be above min 0.5, found 0.1"),
                        p -> assertThat(p).startsWith("study.yaml:8: parameters[1].role: expected"),
                        p ->
                                assertThat(p)
                                        .isEqualTo(
                                                "study.yaml:9: parameters[2].min: must be above 0 on a logarithmic scale, found 0.0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "role: nuisance | path: needs values: [...], or both min: and max:",
                "role: nuisance, values: [1], max: 2 | values: expected either values, or min and max",
                "role: nuisance, values: [0.1, 0.1] | values: each value must stand there once",
                "role: fixed, values: [1, 2] | values: a fixed hyperparameter has one value, found 2",
                "role: fixed, min: 1, max: 2 | role: a fixed hyperparameter has values: [one value]",
                "role: nuisance, min: 0, max: 1, scale: one_minus_log | max: must be below 1",
                "role: nuisance, min: 0.5, max: 2, integer: true | integer: min and max must be whole",
                "role: nuisance, min: 0, max: 1, scale: lgo | scale: expected linear, log"
            })
    void aRangeMustMakeSense(String keys, String sentence) {
        assertThat(problems("", "path: dropout, " + keys))
                .singleElement()
                .asString()
                .startsWith("study.yaml:7: parameters[0].")
                .contains(sentence);
    }

    @Test
    void continuousScientificHyperparametersNeedAJointDesign() {
        String rate = RATE.replace("nuisance", "scientific");
        assertThat(problems("", rate))
                .singleElement()
                .asString()
                .startsWith("study.yaml:7: optimizer.learning_rate: one arm per value needs a list")
                .endsWith("write design: joint");
        assertThat(Studies.study("design: joint", rate).arms()).hasSize(1);
    }

    @Test
    void conditionsLookBackAtWhatExists() {
        String name = "path: optimizer.name, role: scientific, values: [adam, nesterov]";
        assertThat(problems("", RATE + ", when: {optimizer.name: adam}", name))
                .containsExactly(
                        "study.yaml:7: optimizer.learning_rate: when.optimizer.name: must be declared before what depends on it");
        assertThat(problems("", name, RATE + ", when: {optimizer.name: adm}"))
                .containsExactly(
                        "study.yaml:8: optimizer.learning_rate: when.optimizer.name: adm is no value of optimizer.name; did you mean adam?");
        assertThat(problems("", name, RATE + ", when: {optimiser: adam}"))
                .singleElement()
                .asString()
                .startsWith("study.yaml:8: optimizer.learning_rate: when.optimiser: unknown key");
        assertThat(
                        problems(
                                "derived: {dropout: batch_size / 1000}",
                                RATE + ", when: {dropout: 0.1}"))
                .singleElement()
                .asString()
                .contains("when.dropout: is derived; name the hyperparameters");
        assertThat(
                        problems(
                                "",
                                "path: deep, role: nuisance, values: [1, 2]",
                                "path: dropout, role: scientific, values: [0.0, 0.1], when: {deep: 1}"))
                .singleElement()
                .asString()
                .contains("cannot depend on the nuisance hyperparameter deep");
    }

    @Test
    void aPathWithTwoValuesAtOnceIsRefused() {
        assertThat(problems("fixed: {optimizer.learning_rate: 0.1}", RATE))
                .containsExactly(
                        "study.yaml:7: optimizer.learning_rate: is in fixed: too; remove it from one of them");
        assertThat(problems("", RATE, RATE))
                .singleElement()
                .asString()
                .startsWith("study.yaml:7: optimizer.learning_rate: is declared twice for all");
    }

    @Test
    void anEndOfARangeThatTheTrainerRefusesIsAnErrorOnReading() {
        assertThat(problems("", "path: dropout, role: nuisance, min: 0.0, max: 1.0", RATE))
                .containsExactly(
                        "study.yaml:7: dropout: expected a number from 0 to 0.99, found 1.0");
        assertThat(
                        problems(
                                "",
                                "path: gradient_accumulation, role: scientific, values: [1, 2, 3]",
                                RATE))
                .containsExactly(
                        "study.yaml:7: gradient_accumulation: must divide batch_size 128 into equal passes, found 3 (for gradient_accumulation=3)");
    }

    @Test
    void anotherOptimizerDropsTheBasesKeysSoItsLearningRateMustBeGiven() {
        assertThat(
                        problems(
                                "",
                                "path: optimizer.name, role: scientific, values: [momentum, adam]",
                                "path: dropout, role: nuisance, min: 0.0, max: 0.5"))
                .singleElement()
                .asString()
                .startsWith("study.yaml:7: optimizer.name: missing key optimizer.learning_rate")
                .endsWith("(for optimizer.name=adam)");
    }

    @Test
    void aBadBaseIsReportedInTheBase() {
        assertThat(problems(Studies.text(4, "", RATE).replace("base.yaml", "other.yaml")))
                .containsExactly("other.yaml:1: expected YAML, found nothing");
    }

    @Test
    void fewerPointsThanTrialsIsAnError() {
        assertThat(problems("", "path: optimizer.momentum, role: nuisance, values: [0.5, 0.9]"))
                .containsExactly(
                        "study.yaml:4: trials: all trials has only 2 different points, fewer than 4 trials, and none is tried twice; lower trials or widen the search space");
        assertThat(problems("", "path: dropout, role: scientific, values: [0.0, 0.5]")).hasSize(2);
    }

    @Test
    void aStudyWithoutHyperparametersIsNone() {
        assertThat(problems(Studies.text(4, "").replace("parameters:\n", "parameters: []\n")))
                .containsExactly(
                        "study.yaml:1: parameters: a study needs at least one hyperparameter");
    }
}
