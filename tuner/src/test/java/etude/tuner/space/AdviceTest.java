package etude.tuner.space;

import static etude.tuner.space.Studies.RATE;
import static etude.tuner.space.Studies.study;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdviceTest {
    private static final String MOMENTUM =
            "path: optimizer.momentum, role: nuisance, min: 0.8, max: 0.99, scale: one_minus_log";
    private static final String BATCH = "path: batch_size, role: scientific, values: [64, 128]";

    private static List<String> sentences(Study study, String code) {
        return study.advice().stream()
                .filter(a -> a.code().equals(code))
                .map(Advice::sentence)
                .toList();
    }

    @Test
    void aStudyByTheBookHasNoAdvice() {
        assertThat(study("", BATCH, RATE, MOMENTUM).advice()).isEmpty();
    }

    @Test
    void oneQuestionAtATime() {
        String second = "path: precision, role: scientific, values: [float32, bfloat16]";
        assertThat(sentences(study("", BATCH, second, RATE, MOMENTUM), "several_scientific"))
                .containsExactly(
                        "2 scientific hyperparameters (batch_size, precision): a study answers one question at a time; make the others nuisance or fixed, or split the study");
    }

    @Test
    void optimizerHyperparametersShouldNotStayFixedBesideAComparison() {
        assertThat(sentences(study("", BATCH, RATE), "fixed_optimizer"))
                .singleElement()
                .asString()
                .startsWith(
                        "with optimizer momentum, fixed beside the scientific batch_size: optimizer.momentum;");
        assertThat(study("", RATE).advice()).isEmpty();
        assertThat(
                        study(
                                        "derived: {optimizer.learning_rate: base_rate * batch_size / 256}",
                                        BATCH,
                                        MOMENTUM,
                                        "path: base_rate, role: nuisance, min: 0.1, max: 1.0, scale: log")
                                .advice())
                .isEmpty();
    }

    @Test
    void whatOneArmIsToDoWithoutIsNotFixedThere() {
        String question = "path: use_momentum, role: scientific, values: [true, false]";
        Study study = study("", question, RATE, MOMENTUM + ", when: {use_momentum: true}");
        assertThat(sentences(study, "fixed_optimizer")).isEmpty();
        assertThat(sentences(study, "base_value"))
                .containsExactly(
                        "use_momentum=false trains with the base config's optimizer.momentum 0.8, which is varied only if use_momentum is true; where the arm is to do without it, set it to 0 in the base config");
        String decay =
                "path: optimizer.weight_decay, role: nuisance, min: 1.0e-5, max: 0.1, scale: log, when: {use_momentum: true}";
        assertThat(sentences(study("", question, RATE, decay), "base_value")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9   | learning_rate                      | -",
                "9   | learning_rate, beta1               | ; too much for so few trials: beta1",
                "10  | learning_rate                      | ; missing: beta1",
                "24  | learning_rate, beta1               | -",
                "25  | learning_rate, beta1               | ; missing: epsilon",
                "99  | learning_rate, beta1, epsilon      | -",
                "100 | learning_rate, beta1, epsilon      | ; missing: beta2",
                "25  | learning_rate, beta1, beta2        | ; missing: epsilon; too much for so few trials: beta2",
                "100 | learning_rate, beta1, epsilon, beta2 | -"
            })
    void adamsBudgets(int trials, String tuned, String expected) {
        List<String> parameters =
                new ArrayList<>(List.of("path: optimizer.name, role: fixed, values: [adam]"));
        for (String key : List.of(tuned.split(", ", -1))) {
            parameters.add(
                    "path: optimizer.%s, role: nuisance, min: 0.001, max: 0.9, scale: log"
                            .formatted(key));
        }
        Study study = study("", parameters.toArray(String[]::new)).withTrials(trials);
        if (expected.equals("-")) {
            assertThat(study.advice()).isEmpty();
        } else {
            assertThat(sentences(study, "adam_budget"))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "all trials, %d trials with adam: tune learning_rate".formatted(trials))
                    .endsWith(expected);
        }
    }

    @Test
    void budgetsOfAJointDesignCountTheTrialsOfEachOptimizer() {
        Study study =
                study(
                                "design: joint",
                                "path: optimizer.name, role: scientific, values: [adam, nesterov]",
                                "path: optimizer.learning_rate, role: nuisance, min: 0.001, max: 0.1, scale: log")
                        .withTrials(20);
        assertThat(sentences(study, "adam_budget"))
                .containsExactly(
                        "all trials, 10 trials with adam: tune learning_rate, beta1; missing: beta1");
    }

    @Test
    void theStrengthOfARegularizerIsRarelyTheQuestion() {
        assertThat(
                        sentences(
                                study(
                                        "",
                                        "path: dropout, role: scientific, values: [0.0, 0.1, 0.3]",
                                        RATE,
                                        MOMENTUM),
                                "regularizer_strength"))
                .singleElement()
                .asString()
                .startsWith("dropout: the strength of a regularizer is rarely the question");
        assertThat(
                        sentences(
                                study(
                                        "design: joint",
                                        "path: dropout, role: scientific, min: 0.0, max: 0.3",
                                        RATE,
                                        MOMENTUM),
                                "regularizer_strength"))
                .hasSize(1);
    }

    @Test
    void presenceWithOneStrengthMayTryABadOne() {
        assertThat(
                        sentences(
                                study(
                                        "",
                                        "path: dropout, role: scientific, values: [0.0, 0.3]",
                                        RATE,
                                        MOMENTUM),
                                "regularizer_presence"))
                .singleElement()
                .asString()
                .startsWith("dropout: it is compared with its absence at strength 0.3 only");
        String use = "path: use_dropout, role: scientific, values: [false, true]";
        assertThat(
                        sentences(
                                study(
                                        "",
                                        use,
                                        "path: dropout, role: fixed, values: [0.3], when: {use_dropout: true}",
                                        RATE,
                                        MOMENTUM),
                                "regularizer_presence"))
                .hasSize(1);
        assertThat(
                        study(
                                        "",
                                        use,
                                        "path: dropout, role: nuisance, min: 0.1, max: 0.5, when: {use_dropout: true}",
                                        RATE,
                                        MOMENTUM)
                                .advice())
                .isEmpty();
    }

    @Test
    void gridsAreForTwoDimensions() {
        String dropout = "path: dropout, role: nuisance, min: 0.0, max: 0.5";
        assertThat(
                        sentences(
                                study("search: {algorithm: grid}", RATE, MOMENTUM, dropout),
                                "grid_dimensions"))
                .hasSize(1);
        assertThat(study("search: {algorithm: grid, levels: 2}", RATE, MOMENTUM).advice())
                .isEmpty();
    }

    @Test
    void aGridThatIsCutOffSaysSo() {
        assertThat(sentences(study("search: {algorithm: grid}", RATE, MOMENTUM), "grid_cut"))
                .singleElement()
                .asString()
                .startsWith("trials: 4 tries only the first of the 25 combinations of the grid");
    }

    @Test
    void pointsThatDoNotFitTogetherAreCountedBeforeTheyAreTried() {
        String width = "path: model.width, role: nuisance, min: 64, max: 128, integer: true";
        String name = "path: model, role: fixed, values: [{name: vit, heads: 64}]";
        Study study = Studies.read(Studies.text(16, "", name, width));

        assertThat(sentences(study, "unfit_points"))
                .singleElement()
                .asString()
                .startsWith(
                        "all trials: 16 of the first 16 points will be infeasible, since settings do not fit together (such as --set model.width: must be a multiple of heads (64), found ");
        assertThat(sentences(study("", RATE), "unfit_points")).isEmpty();
    }
}
