package etude.tuner.refine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.Problems;
import etude.trainer.model.ModelRegistry;
import etude.tuner.analysis.verdict.Refinement;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.space.Study;
import etude.tuner.space.Values;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefinedStudyTest {
    private static final String BASE =
            """
            name: base
            dataset: {name: generated, examples: 200, image_size: 12, validation_fraction: 0.2}
            model: {name: mlp, hidden: [8]}
            batch_size: 10
            max_train_steps: 100
            optimizer: {name: momentum, learning_rate: 0.05}
            """;

    private static final String FILE =
            """
            name: digits
            goal: "Which rate: is 0.1 too high?"   # a question with a colon
            base: ../base.yaml
            search: {algorithm: quasi_random, seed: 3}
            trials: 20
            parameters:
              - {path: optimizer.learning_rate, role: nuisance, min: 1.0e-3, max: 1.0, scale: log}
              - {path: optimizer.momentum, role: nuisance, min: 0.8, max: 0.99, scale: one_minus_log}
              - {path: batch_size, role: scientific, values: [8, 16]}
              - {path: dropout, role: nuisance, min: 0, max: 0.5}
              - {path: optimizer.weight_decay, role: nuisance, min: 1.0e-6, max: 1.0e-2, scale: log}
            """;

    private final Study study = read(FILE, "base.yaml");

    private static Study read(String text, String base) {
        return Study.read(
                Path.of("studies/digits.yaml"),
                ModelRegistry.load(),
                path -> path.endsWith(base) ? BASE : text);
    }

    private Hyperparameter hyperparameter(String path) {
        return study.outline().hyperparameters().stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private RefinedStudy refined(Refinement... changes) {
        ObjectNode values =
                (ObjectNode)
                        ConfigText.root(FILE, "file", new Problems()).map(Values::of).orElseThrow();
        return RefinedStudy.of(
                values, study, List.of(changes), "Refined from x.", "digits-2-base.yaml", BASE);
    }

    private static Study next(RefinedStudy refined) {
        return read(refined.text(), "digits-2-base.yaml");
    }

    @Test
    void aRangeThatGrowsByADecadeGetsAsDenseASearch() {
        RefinedStudy refined =
                refined(
                        new Refinement.MovedEnd(
                                hyperparameter("optimizer.learning_rate"), false, 10, "Why."));
        Study next = next(refined);
        assertThat(next.name()).isEqualTo("digits-2");
        assertThat(next.goal()).isEqualTo("Which rate: is 0.1 too high?");
        assertThat(next.seed()).isEqualTo(4);
        assertThat(next.trialsPerArm()).as("4 decades in place of 3").isEqualTo(27);
        assertThat(next.notes())
                .isEqualTo(
                        "Refined from x. Changed: optimizer.learning_rate: max 1 becomes 10; trials: 20 becomes 27.");
        assertThat(refined.text())
                .contains(
                        "\n  - {path: optimizer.learning_rate, role: nuisance, min: 0.001, max: 10.0, scale: log}\n");
        assertThat(refined.made())
                .containsExactly(
                        new RefinedStudy.Change(
                                "optimizer.learning_rate: max 1 becomes 10", "Why."),
                        new RefinedStudy.Change(
                                "trials: 20 becomes 27",
                                "The search space is 1.3 times as large and is searched as densely."));
    }

    @Test
    void whatTheConfigForbidsIsLeftAndSaid() {
        RefinedStudy refined =
                refined(
                        new Refinement.MovedEnd(hyperparameter("dropout"), false, 1.5, "Wanted."),
                        new Refinement.MovedEnd(
                                hyperparameter("optimizer.learning_rate"), true, 1e-4, "Why."));
        assertThat(refined.left())
                .singleElement()
                .satisfies(
                        left -> {
                            assertThat(left.what()).isEqualTo("Wanted.");
                            assertThat(left.why()).contains("dropout");
                        });
        assertThat(refined.text()).contains("min: 1.0E-4", "max: 0.5}");
    }

    @Test
    void anIdleHyperparameterKeepsOneValue() {
        RefinedStudy refined =
                refined(
                        new Refinement.FixedValue(
                                hyperparameter("dropout"), DoubleNode.valueOf(0.25), "Idle."));
        assertThat(refined.text()).contains("  - {path: dropout, role: fixed, values: [0.25]}\n");
        assertThat(next(refined).outline().hyperparameters(Role.FIXED)).hasSize(1);
        assertThat(next(refined).trialsPerArm()).isEqualTo(20);
    }

    @Test
    void aCombinationIsSearchedInPlaceOfTheSecond() {
        RefinedStudy refined =
                refined(
                        new Refinement.Combined(
                                hyperparameter("optimizer.learning_rate"),
                                hyperparameter("optimizer.weight_decay"),
                                true,
                                1.234e-8,
                                1.234e-3,
                                "Both high."));
        assertThat(refined.left()).isEmpty();
        assertThat(refined.text())
                .contains(
                        "  - {path: learning_rate_times_weight_decay, role: nuisance, min: 1.2E-8, max: 0.0013, scale: log}\n",
                        "derived: {optimizer.weight_decay: \"learning_rate_times_weight_decay / optimizer.learning_rate\"}");
    }

    /** Where the range of the other is wide, a ratio leads to a momentum below 0. */
    @Test
    void aCombinationThatLeavesWhatTheConfigAllowsIsLeft() {
        RefinedStudy refined =
                refined(
                        new Refinement.Combined(
                                hyperparameter("optimizer.learning_rate"),
                                hyperparameter("optimizer.momentum"),
                                false,
                                0.1234,
                                0.98,
                                "Both high."));
        assertThat(refined.left())
                .singleElement()
                .extracting(RefinedStudy.Change::why)
                .asString()
                .contains("optimizer.momentum: expected a number from 0 to 1, found -");
    }

    @Test
    void moreTrialsAreAsked() {
        RefinedStudy refined = refined(new Refinement.TrialCount(40, "It stands alone."));
        assertThat(refined.made())
                .containsExactly(
                        new RefinedStudy.Change("trials: 20 becomes 40", "It stands alone."));
        assertThat(next(refined).trialsPerArm()).isEqualTo(40);
    }

    @Test
    void namesAreCounted() {
        assertThat(RefinedStudy.next("digits")).isEqualTo("digits-2");
        assertThat(RefinedStudy.next("digits-9")).isEqualTo("digits-10");
    }
}
