package etude.tuner.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LongerProcedureTest {
    private static final int EXAMPLES = 160;

    @TempDir private Path directory;
    private Path config = Path.of("");

    @BeforeEach
    void write() throws IOException {
        config = directory.resolve("config.yaml");
        Files.writeString(
                config,
                """
                name: digits
                dataset: {name: generated, examples: 200, image_size: 12, validation_fraction: 0.2}
                model: {name: mlp, hidden: [8]}
                batch_size: 10
                max_train_steps: 1000
                optimizer: {name: momentum, learning_rate: 0.1}
                schedule: {decay: linear, warmup_steps: "5%", hold_steps: "20%"}
                """);
    }

    private List<String> longer(long steps, String... overrides) {
        RunConfig loaded = ConfigLoader.load(config, List.of(overrides));
        return LongerSchedule.of(loaded, Durations.resolve(loaded, EXAMPLES), steps).overrides();
    }

    @Test
    void aDecayKeepsItsLengthAndTheConstantPhaseGrows() {
        assertThat(longer(5000))
                .containsExactly(
                        "max_train_steps=5000",
                        "schedule.warmup_steps=50",
                        "schedule.hold_steps=4200");
        RunConfig loaded = ConfigLoader.load(config, longer(5000));
        assertThat(Durations.resolve(loaded, EXAMPLES).warmupSteps()).isEqualTo(50);
    }

    @Test
    void aCosineIsStretched() {
        assertThat(longer(5000, "schedule.decay=cosine"))
                .contains("schedule.hold_steps=200", "max_train_steps=5000");
    }

    @Test
    void anInverseSquareRootKeepsItsTimescaleInSteps() {
        assertThat(longer(5000, "schedule={decay: inverse_sqrt, warmup_steps: 5%}"))
                .containsExactly(
                        "max_train_steps=5000",
                        "schedule.warmup_steps=50",
                        "schedule.hold_steps=4000",
                        "schedule.timescale=50");
    }

    @Test
    void boundariesOfAPiecewiseDecayStayWhereTheyWereInSteps() {
        List<String> overrides =
                longer(
                        5000,
                        "schedule={decay: piecewise, boundaries: [50%, 75%], factors: [0.1, 0.01]}");
        assertThat(overrides)
                .contains("schedule.boundaries=[500, 750]", "schedule.hold_steps=4000");
        assertThat(
                        ConfigLoader.load(
                                config,
                                overrides(
                                        "schedule={decay: piecewise, boundaries: [50%, 75%], factors: [0.1, 0.01]}",
                                        overrides)))
                .isNotNull();
    }

    private static List<String> overrides(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    @Test
    void aLongerRunIsLonger() {
        assertThatThrownBy(() -> longer(1000))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--steps: expected more than the 1,000 steps of the short run, found 1,000");
    }

    private StudyRecord round() {
        return SyntheticStudy.study()
                .learningRate()
                .range("dropout", Role.NUISANCE, Scale.LINEAR, 0, 0.5)
                .trials(
                        4,
                        i -> Run.trial(i).learningRate(0.1).config(config).errors(0.1 + 0.02 * i))
                .data();
    }

    private LongerProcedure procedure() {
        return LongerProcedure.of(
                "digits-longer", new ShortRuns.OfStudy(round()), 3, 5000, EXAMPLES);
    }

    private static StudyRecord reached(double error) {
        return SyntheticStudy.study().trial(Run.trial(0).errors(error)).data();
    }

    @Test
    void eachOfTheBestHasAStudyOfItsOwnWithOneSeed() {
        PlannedStudy first = procedure().next(List.of()).orElseThrow();
        assertThat(first.name()).isEqualTo("digits-longer-0");
        assertThat(first.steps()).as("with warmup").isEqualTo(5050);
        PlannedStudy second = procedure().next(List.of(reached(0.05))).orElseThrow();
        assertThat(second.name()).isEqualTo("digits-longer-1");
        assertThat(second.text()).contains("seed: 1}").isNotEqualTo(first.text());
        assertThat(procedure().next(List.of(reached(0.1), reached(0.1), reached(0.1)))).isEmpty();
    }

    /** Two standard errors of the difference of 5 % and 6.4 % on 2,000 examples are 1.47 points. */
    @Test
    void conclusionsHoldWhereTheBestShortRunIsAsGoodAsAny() {
        Result result = procedure().read(List.of(reached(0.064), reached(0.05), reached(0.08)));
        assertThat(result.json()).containsEntry("result", "holds").containsEntry("best_trial", 1);
        assertThat(result.sentences())
                .containsExactly(
                        "Conclusions hold: the best short run, trial 0, is still as good as any in 5,000 steps (6.40 %).",
                        "1 of 3 pairs of trials have another order than in the short runs.",
                        "The linear decay keeps its 800 steps, and the constant phase before it grows from 200 to 4,200.",
                        "Of what the study tuned, by the playbook's suspicion: might transfer: optimizer.learning_rate, dropout.");
        assertThat(result.patch().overrides())
                .containsExactly(
                        "max_train_steps=5000",
                        "schedule.warmup_steps=50",
                        "schedule.hold_steps=4200");
        assertThat(result.patch().keys().get(2).before()).isEqualTo("20%");
    }

    @Test
    void conclusionsDoNotHoldBeyondTheNoise() {
        Result result = procedure().read(List.of(reached(0.066), reached(0.05), reached(0.08)));
        assertThat(result.json()).containsEntry("result", "changed");
        assertThat(result.sentences().get(0))
                .isEqualTo(
                        "Conclusions do not hold: in 5,000 steps trial 1 is best (5.00 %), and the best short run, trial 0, reaches 6.60 %.");
    }

    @Test
    void aLongerRunThatDivergesIsNoBest() {
        StudyRecord diverged =
                SyntheticStudy.study()
                        .trial(Run.trial(0).infeasible(new Infeasible.Diverged(4000)))
                        .data();
        assertThat(
                        procedure()
                                .read(List.of(diverged, reached(0.05), reached(0.08)))
                                .sentences()
                                .get(0))
                .contains("trial 0, reaches nothing: it does not train");
        Result none = procedure().read(List.of(diverged, diverged, diverged));
        assertThat(none.isAnswer()).isFalse();
        assertThat(none.sentences().get(0))
                .isEqualTo("No result: none of 3 longer runs trains for 5,000 steps.");
    }

    @Test
    void aRunByItselfIsTrainedForLonger() {
        StudyRecord round = round();
        ShortRuns run =
                new ShortRuns.OfRun(
                        Path.of("runs/digits"), round.trials().get(1), round.outline().objective());
        LongerProcedure procedure = LongerProcedure.of("digits-longer", run, 3, 5000, EXAMPLES);
        assertThat(procedure.inputs())
                .containsExactlyInAnyOrderEntriesOf(Map.of("run", "runs/digits", "steps", 5000L));
        assertThat(procedure.mostFurther()).isZero();
        PlannedStudy only = procedure.next(List.of()).orElseThrow();
        assertThat(only.name()).isEqualTo("digits-longer-run");
        assertThat(only.text()).contains("the settings of runs/digits reach in 5000 steps?");
        assertThat(procedure.next(List.of(reached(0.05)))).isEmpty();

        Result result = procedure.read(List.of(reached(0.05)));
        assertThat(result.sentences())
                .containsExactly(
                        "runs/digits reaches 5.00 % in 5,000 steps, after 12.00 % before.",
                        "The linear decay keeps its 800 steps, and the constant phase before it grows from 200 to 4,200.");
        assertThat(result.json()).doesNotContainKey("best_trial");
        assertThat(result.patch().overrides()).contains("max_train_steps=5000");
    }

    @Test
    void whatTransfersIsSaidForEachKey() {
        assertThat(Transfer.of("schedule.warmup_steps")).isEqualTo(Transfer.VERY_LIKELY);
        assertThat(Transfer.of("model.hidden")).isEqualTo(Transfer.LIKELY);
        assertThat(Transfer.of("optimizer.momentum")).isEqualTo(Transfer.MIGHT);
        assertThat(Transfer.of("dropout")).isEqualTo(Transfer.MIGHT);
        assertThat(Transfer.of("schedule.decay")).isEqualTo(Transfer.UNLIKELY);
    }
}
