package etude.tuner.space;

import static etude.tuner.space.Studies.RATE;
import static etude.tuner.space.Studies.study;
import static etude.tuner.space.Studies.value;
import static etude.tuner.space.Studies.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StudyTest {
    private static final String NAME =
            "path: optimizer.name, role: scientific, values: [nesterov, adam]";

    /** The two arms of the playbook's example. */
    private static final String[] CONDITIONAL = {
        NAME,
        "path: optimizer.learning_rate, role: nuisance, min: 0.001, max: 1, scale: log, when: {optimizer.name: nesterov}",
        "path: optimizer.momentum, role: nuisance, min: 0.8, max: 0.99, scale: one_minus_log, when: {optimizer.name: nesterov}",
        "path: optimizer.learning_rate, role: nuisance, min: 1e-5, max: 0.01, scale: log, when: {optimizer.name: adam}",
        "path: optimizer.beta1, role: nuisance, min: 0.8, max: 0.99, scale: one_minus_log, when: {optimizer.name: adam}"
    };

    /** A finished study must still be what it was. */
    @Test
    void trialsAreThoseOfTheFirstRelease() {
        Study study = Study.read(Path.of("..", "configs", "studies", "nesterov-or-adam.yaml"));
        assertThat(study.trialCount()).isEqualTo(40);
        assertThat(study.trial(2).overrides())
                .containsExactly(
                        "optimizer.name=\"nesterov\"",
                        "optimizer.learning_rate=0.026259153616504344",
                        "optimizer.momentum=0.894709668777556",
                        "model.hidden=[256,128]",
                        "seed=77780073");
        assertThat(study.trial(3).overrides())
                .containsExactly(
                        "optimizer.name=\"adam\"",
                        "optimizer.learning_rate=2.6259153616504336E-4",
                        "optimizer.beta1=0.894709668777556",
                        "model.hidden=[256,128]",
                        "seed=77780073");
    }

    @Test
    void trialsGoRoundTheArmsAndShareTheirPoints() {
        Study study = study("", CONDITIONAL);
        assertThat(study.arms())
                .extracting(Arm::label)
                .containsExactly("optimizer.name=nesterov", "optimizer.name=adam");
        assertThat(study.trials()).hasSize(8);
        for (Trial trial : study.trials()) {
            assertThat(trial).isEqualTo(study.trial(trial.number()));
            assertThat(trial.arm()).isEqualTo(trial.number() % 2);
            assertThat(trial.point()).isEqualTo(trial.number() / 2);
            assertThat(study.config(trial).seed()).isEqualTo(trial.seed());
        }
        for (int point = 0; point < 4; point++) {
            Trial nesterov = study.trial(2 * point);
            Trial adam = study.trial(2 * point + 1);
            assertThat(nesterov.seed()).isEqualTo(adam.seed());
            assertThat(value(nesterov, "optimizer.momentum"))
                    .isEqualTo(value(adam, "optimizer.beta1"));
            assertThat(nesterov.settings()).doesNotContainKey("optimizer.beta1");
            assertThat(study.config(adam).optimizer().getClass().getSimpleName()).isEqualTo("Adam");
            assertThat(study.config(adam).optimizer().learningRate()).isLessThanOrEqualTo(0.01);
        }
    }

    @Test
    void moreTrialsAndAnotherLastHyperparameterChangeNoEarlierCoordinate() {
        Study small = study("", CONDITIONAL);
        Study large = small.withTrials(40);
        assertThat(large.trials().subList(0, 8)).isEqualTo(small.trials());
        assertThat(large.trialCount()).isEqualTo(80);
        Study wider = study("", RATE, "path: dropout, role: nuisance, min: 0, max: 0.5");
        assertThat(values(wider, "optimizer.learning_rate"))
                .isEqualTo(values(study("", RATE), "optimizer.learning_rate"));
    }

    @Test
    void seedsOfStudiesGiveOtherPointsAndOtherTrainingSeeds() {
        Study one = study("search: {seed: 1}", RATE);
        Study two = study("search: {seed: 2}", RATE);
        assertThat(values(one, "optimizer.learning_rate"))
                .doesNotContainAnyElementsOf(values(two, "optimizer.learning_rate"));
        assertThat(one.trials())
                .extracting(Trial::seed)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(two.trials().stream().map(Trial::seed).toList());
    }

    @Test
    void armsAreTheScientificConfigurationsThatExist() {
        Study study =
                study(
                        "",
                        "path: use_dropout, role: scientific, values: [false, true]",
                        "path: place, role: scientific, values: [early, late], when: {use_dropout: true}",
                        "path: dropout, role: nuisance, min: 0.1, max: 0.5, when: {use_dropout: true, place: [late]}",
                        RATE);
        assertThat(study.arms())
                .extracting(Arm::label)
                .containsExactly(
                        "use_dropout=false",
                        "use_dropout=true, place=early",
                        "use_dropout=true, place=late");
        assertThat(study.arms()).extracting(arm -> arm.axes().size()).containsExactly(1, 1, 2);
        assertThat(values(study, "dropout").subList(0, 2)).containsExactly("-", "-");
        assertThat(study.trial(2).overrides()).noneMatch(o -> o.startsWith("use_dropout"));
    }

    @Test
    void conditionsMayLookAtNuisanceFixedAndBaseValues() {
        Study study =
                study(
                        "fixed: {precision: bfloat16}",
                        "path: optimizer.name, role: nuisance, values: [adam, nesterov]",
                        "path: optimizer.learning_rate, role: nuisance, min: 1, max: 2, when: {optimizer.name: nesterov}",
                        "path: optimizer.learning_rate, role: nuisance, min: 3, max: 4, when: {optimizer.name: adam, precision: bfloat16}",
                        "path: optimizer.beta2, role: fixed, values: [0.99], when: {optimizer.name: adam}",
                        "path: dropout, role: nuisance, min: 0, max: 0.5, when: {batch_size: 64}");
        assertThat(study.arms()).hasSize(1);
        for (Trial trial : study.trials()) {
            boolean adam = Values.text(value(trial, "optimizer.name")).equals("adam");
            assertThat(value(trial, "optimizer.learning_rate").asDouble() >= 3).isEqualTo(adam);
            assertThat(trial.settings().containsKey("optimizer.beta2")).isEqualTo(adam);
            assertThat(trial.settings()).doesNotContainKey("dropout");
        }
        assertThat(values(study, "optimizer.name")).contains("adam", "nesterov");
    }

    @Test
    void aJointDesignSamplesScientificValuesUniformlyInTheSameSequence() {
        Study study = study("design: joint", CONDITIONAL).withTrials(30);
        assertThat(study.arms()).hasSize(1);
        assertThat(study.trialCount()).isEqualTo(30);
        assertThat(values(study, "optimizer.name").stream().filter("adam"::equals)).hasSize(15);
        assertThat(study.trials()).allSatisfy(trial -> assertThat(study.config(trial)).isNotNull());
    }

    @Test
    void noPointOfADiscreteSpaceIsTriedTwiceAndAllAreReached() {
        String[] discrete = {
            "path: optimizer.momentum, role: nuisance, values: [0.5, 0.7, 0.9]",
            "path: batch_size, role: scientific, values: [64, 128]",
            "path: logging.every, role: nuisance, min: 10, max: 13, integer: true"
        };
        for (String algorithm : List.of("quasi_random", "random", "grid")) {
            Study study = study("search: {algorithm: " + algorithm + "}", discrete);
            Study all = study.withTrials(12);
            assertThat(new HashSet<>(all.trials().stream().map(Trial::settings).toList()))
                    .hasSize(24);
            assertThat(all.trials().subList(0, 8)).isEqualTo(study.trials());
            assertThat(all.trial(23)).isEqualTo(all.trials().get(23));
            assertThat(Studies.problemsOf(() -> study.withTrials(13))).hasSize(2);
        }
    }

    @Test
    void conditionsLeaveFewerPointsThanCombinations() {
        String[] parameters = {
            "path: use, role: nuisance, values: [false, true]",
            "path: dropout, role: nuisance, values: [0.1, 0.2, 0.3], when: {use: true}"
        };
        assertThat(
                        new HashSet<>(
                                study("", parameters).trials().stream()
                                        .map(Trial::settings)
                                        .toList()))
                .hasSize(4);
        assertThat(Studies.problemsOf(() -> study("", parameters).withTrials(5)))
                .singleElement()
                .asString()
                .contains("has only 4 different points");
    }

    @Test
    void gridsIncludeTheEnds() {
        Study study =
                study("search: {algorithm: grid, levels: 4}", RATE.replace("max: 1,", "max: 1.0,"));
        assertThat(study.trials())
                .extracting(
                        trial ->
                                Math.round(
                                        1000 * value(trial, "optimizer.learning_rate").asDouble()))
                .containsExactly(1L, 10L, 100L, 1000L);
        assertThat(Studies.problemsOf(() -> study.withTrials(5))).hasSize(1);
    }

    @Test
    void listedPointsGoToTheArmsTheyFit() {
        Study study =
                study(
                        """
                        search:
                          algorithm: points
                          points:
                            - {optimizer.learning_rate: 0.1}
                            - {optimizer.learning_rate: 0.2}
                            - {optimizer.learning_rate: 0.3}
                            - {batch_size: 64, optimizer.learning_rate: 0.4}
                            - {batch_size: 128, optimizer.learning_rate: 0.5}
                        """,
                        "path: batch_size, role: scientific, values: [64, 128]",
                        RATE);
        assertThat(values(study, "optimizer.learning_rate"))
                .containsExactly("0.1", "0.1", "0.2", "0.2", "0.3", "0.3", "0.4", "0.5");
    }

    @Test
    void listedPointsMustFit() {
        String points = "search: {algorithm: points, points: [%s]}";
        String two = "{optimizer.learning_rate: 0.1}, {optimizer.learning_rate: 0.1}";
        assertThat(Studies.problems(points.formatted(two), RATE))
                .containsExactly("study.yaml:5: this point is listed twice");
        assertThat(Studies.problems(points.formatted("{optimizer.learning_rate: 7}"), RATE))
                .containsExactly(
                        "study.yaml:5: optimizer.learning_rate: 7 is outside of its range or values");
        assertThat(Studies.problems(points.formatted("{dropout: 0.5}"), RATE))
                .containsExactly(
                        "study.yaml:5: optimizer.learning_rate: has no value at this point of all trials");
        assertThat(
                        Studies.problems(
                                points.formatted("{optimizer.learning_rate: 0.1, dropout: 0.5}"),
                                RATE))
                .containsExactly("study.yaml:5: dropout: is no hyperparameter of all trials");
        assertThat(Studies.problems("search: {points: [{a: 1}]}", RATE))
                .singleElement()
                .asString()
                .startsWith("study.yaml:5: search.points: only algorithm: points reads them");
    }
}
