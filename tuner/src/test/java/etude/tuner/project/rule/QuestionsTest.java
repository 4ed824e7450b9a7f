package etude.tuner.project.rule;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.model.ModelRegistry;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.project.Behaviour;
import etude.tuner.project.DraftFile;
import etude.tuner.project.Lesson;
import etude.tuner.project.Lesson.Decision;
import etude.tuner.project.Measured;
import etude.tuner.project.RateSweep;
import etude.tuner.project.RateSweep.Tried;
import etude.tuner.project.StabilityFinding;
import etude.tuner.project.StepsFinding;
import etude.tuner.space.Study;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules that read procedures and runs, and what each round asks. */
final class QuestionsTest {
    private static final Tried[] INSIDE = {
        new Tried(0, 0.01, 0.3), new Tried(0, 0.1, 0.05), new Tried(0, 1, 0.4)
    };

    private static RuleState judged(MadeUp state, String step) {
        return Guide.of(state.state()).judged().stream()
                .filter(one -> one.rule().step().equals(step))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private static Draft draft(MadeUp state, String step) {
        return ((RuleState.Due) judged(state, step)).draft();
    }

    private static String command(MadeUp state, String step) {
        return String.join(" ", ((Action.Command) draft(state, step).action()).words());
    }

    private static List<String> adopted(MadeUp state, String step) {
        return ((Action.Adopt) draft(state, step).action()).adoption().changes();
    }

    /** As it is drafted, which `etude study run` would take. */
    private static String studyOf(MadeUp state, String step) {
        Map<Path, String> texts =
                draft(state, step).files().stream()
                        .collect(
                                Collectors.toMap(
                                        file -> Path.of(file.path()).getFileName(),
                                        DraftFile::text));
        Path file = Path.of("study.yaml");
        Study study =
                Study.read(
                        file,
                        ModelRegistry.load(),
                        path -> Objects.requireNonNull(texts.get(path.getFileName())));
        assertThat(study.trials()).isNotEmpty();
        return Objects.requireNonNull(texts.get(file));
    }

    /** Unstable from 0.5 on. */
    private static MadeUp unstable() {
        return new MadeUp()
                .probe(64)
                .sweep("digits-baseline", MadeUp.GOOD, INSIDE)
                .stability(
                        new StabilityFinding.Known(
                                "digits-stability", OptionalDouble.of(0.5), "From 0.5 on."));
    }

    @Test
    void warmupIsTheFirstTreatment() {
        assertThat(judged(new MadeUp().probe(64), "warmup").word()).isEqualTo("not_applicable");
        assertThat(command(unstable(), "warmup"))
                .isEqualTo(
                        "etude tune warmup studies/digits-baseline --unstable-rate 0.5 --seeds 5"
                                + " --name digits-warmup --workers 2");
        assertThat(draft(unstable(), "warmup").cost().seconds())
                .as("19 trainings of 2,000 steps with 2 at once, the last by itself")
                .hasValue(200);
        assertThat(command(unstable().budget("20s", "1600s"), "warmup")).contains("--seeds 3 ");
        assertThat(judged(unstable().budget("20s", "60s"), "warmup").text())
                .startsWith("Beyond the budget");
        assertThat(judged(unstable().budget("20s", "1400s"), "warmup").text())
                .startsWith("Its smallest version takes")
                .endsWith("more than a tenth of total_budget 1400s.");
        assertThat(judged(unstable().keep("schedule"), "warmup").word())
                .isEqualTo("not_applicable");
        assertThat(judged(unstable().incumbent("max_train_steps=99"), "warmup").word())
                .isEqualTo("not_applicable");
        MadeUp begun =
                unstable()
                        .procedure(Instability.WARMUP, false, "", List.of())
                        .taken("digits-warmup");
        assertThat(command(begun, "warmup")).contains("--name digits-warmup ");
        MadeUp better =
                unstable()
                        .procedure(
                                Instability.WARMUP,
                                true,
                                "better",
                                List.of("schedule.warmup_steps=100"));
        assertThat(adopted(better, "warmup")).containsExactly("schedule.warmup_steps=100");
        assertThat(judged(better.launch("warmup", "procedures/digits-warmup"), "warmup").word())
                .isEqualTo("satisfied");
        assertThat(judged(better, "clipping").text()).contains("nothing left to clip");
    }

    @Test
    void clippingAndTheOthersComeWhereNoWarmupHelps() {
        assertThat(judged(unstable(), "clipping").text()).isEqualTo("Warmup comes first.");
        MadeUp state = unstable().procedure(Instability.WARMUP, "none_stable");
        assertThat(judged(state, "warmup").word()).isEqualTo("satisfied");
        assertThat(command(state, "clipping")).startsWith("etude tune clipping studies/");
        assertThat(judged(state, "another_optimizer").word()).isEqualTo("not_applicable");
        state.procedure(Instability.CLIPPING, "lower_the_rate");
        assertThat(studyOf(state, "another_optimizer"))
                .contains(
                        "{path: optimizer.name, role: scientific, values: [momentum, adam]}",
                        "min: 0.0001, max: 0.01, scale: log, when: {optimizer.name: adam}}");
        assertThat(studyOf(state, "normalization"))
                .contains("{path: model.normalization, role: scientific, values: [none, layer");
        assertThat(judged(state.keep("model", "optimizer"), "normalization").word())
                .isEqualTo("not_applicable");
        assertThat(judged(state, "another_optimizer").word()).isEqualTo("not_applicable");
    }

    @Test
    void theOptimizersHyperparametersFollowTheNumberOfTrials() {
        MadeUp state = new MadeUp().probe(64).budget("20s", "3h");
        assertThat(studyOf(state, "optimizer"))
                .contains(
                        "{path: optimizer.momentum, role: nuisance, min: 0.8, max: 0.99, scale:"
                                + " one_minus_log, when: {tune_optimizer: true}}");
        state.incumbent("optimizer={name: adam, learning_rate: 0.001}");
        assertThat(studyOf(state, "optimizer")).contains("trials: 25", "beta1", "epsilon");
        assertThat(studyOf(state.budget("20s", "90m"), "optimizer"))
                .contains("trials: 18", "beta1")
                .doesNotContain("epsilon");
        state.incumbent("optimizer={name: sgd, learning_rate: 0.1}");
        assertThat(judged(state, "optimizer").text())
                .isEqualTo("sgd has none but the learning rate.");
    }

    @Test
    void decaysAreComparedEachWithARateOfItsOwn() {
        MadeUp state = new MadeUp().probe(64);
        assertThat(studyOf(state, "decay"))
                .contains(
                        "{path: schedule.decay, role: scientific, values: [constant, linear,"
                                + " cosine]}",
                        "min: 0.0333, max: 1.0, scale: log}");
        assertThat(judged(state.incumbent("schedule={decay: cosine}"), "decay").word())
                .isEqualTo("not_applicable");
        assertThat(judged(new MadeUp().keep("schedule"), "decay").word())
                .isEqualTo("not_applicable");
    }

    private static Behaviour bestAt(double share, boolean decayed, Answer late) {
        return new Behaviour(
                "runs/best", 0.01, 0.05, 0.01, share, decayed, Optional.empty(), MadeUp.GOOD, late);
    }

    @Test
    void stepsFollowTheBestStep() {
        MadeUp state =
                new MadeUp()
                        .probe(64)
                        .incumbent("max_train_steps=800")
                        .steps(new StepsFinding.Fitted("digits-steps", 800, 0.1, "Begin."))
                        .behaviour(bestAt(0.9, false, MadeUp.GOOD));
        assertThat(adopted(state, "best_steps")).containsExactly("max_train_steps=1600");
        assertThat(adopted(state.budget("10s", "1h"), "best_steps"))
                .as("never more than a run may take")
                .containsExactly("max_train_steps=1000");
        assertThat(judged(state.budget("100s", "11m"), "best_steps").text())
                .as("50 trainings of 16 s, two at once, where 396 s are left for rounds")
                .contains("50 trials of 1,600 steps", "beyond what is left for rounds (6.6 min)");
        state.budget("10s", "1h");
        state.launch("best_steps", "runs/best", "max_train_steps=1000");
        assertThat(judged(state, "best_steps").word()).as("raised since").isEqualTo("satisfied");
        assertThat(judged(state, "steps").text())
                .as("the sweep does not take it back")
                .contains("Launch 1 (best_steps) has changed it since.");
        assertThat(judged(state.behaviour(bestAt(0.5, false, MadeUp.GOOD)), "best_steps").word())
                .isEqualTo("satisfied");
        assertThat(judged(state.behaviour(bestAt(0.95, true, MadeUp.GOOD)), "best_steps").text())
                .contains("by design");
        assertThat(judged(new MadeUp(), "best_steps").word()).isEqualTo("not_applicable");
    }

    @Test
    void evaluationsThatJumpGetMoreExamplesAndThenAnAverage() {
        Answer jumps = new Answer.Attention("It jumps.", "Average.");
        MadeUp state =
                new MadeUp()
                        .probe(64)
                        .incumbent("evaluation.validation_examples=100")
                        .behaviour(bestAt(0.5, false, jumps));
        assertThat(adopted(state, "late_variance"))
                .containsExactly("evaluation.validation_examples=all");
        assertThat(studyOf(state, "polyak_average"))
                .contains("polyak_decay, role: nuisance, min: 0.9, max: 0.999");
        state.incumbent("evaluation.validation_examples=all");
        assertThat(judged(state, "late_variance").word()).isEqualTo("satisfied");
        state.behaviour(bestAt(0.5, false, MadeUp.GOOD));
        assertThat(judged(state, "polyak_average").word()).isEqualTo("not_applicable");
    }

    @Test
    void imagesAreAugmentedAndOtherDataAreNot() {
        MadeUp state = new MadeUp().probe(64).behaviour(bestAt(0.5, false, MadeUp.GOOD));
        assertThat(studyOf(state, "augmentation"))
                .contains("values: [[], [{name: random_crop, padding: 2}], [{name: random_crop,");
        assertThat(studyOf(state, "mixup")).contains("[{name: mixup, alpha: 0.4}]]");
        state.incumbent("dataset={name: text, path: a.txt, context_length: 8}");
        assertThat(judged(state, "augmentation").text()).isEqualTo("The data are no images.");
        assertThat(judged(state, "mixup").text()).isEqualTo("The data are no images.");
    }

    @Test
    void theModelGrowsAsFarAsTheRunBudgetAllows() {
        MadeUp state = new MadeUp().probe(64).budget("100s", "3h");
        assertThat(studyOf(state, "width"))
                .contains("{path: model.hidden, role: scientific, values: [[8], [16]]}");
        assertThat(draft(state, "width").cost().seconds())
                .as("16 trials of 2,000 steps, each taking up to 4 times as long")
                .hasValue(640);
        assertThat(studyOf(state, "depth")).contains("values: [[8], [8, 8]]");
        assertThat(judged(state.budget("20s", "3h"), "width").text())
                .startsWith("A run of the larger model may take");
        assertThat(judged(state.keep("model"), "depth").text())
                .isEqualTo("project.yaml keeps model.hidden.");
    }

    @Test
    void whatMatteredIsSearchedTogether() {
        MadeUp state = new MadeUp().probe(64).sweep("digits-baseline", MadeUp.GOOD, INSIDE);
        assertThat(draft(state, "final_study").why())
                .as("what costs no complexity is searched though no round has asked for it")
                .startsWith(
                        "Exploration is over. No round was left for these, which are searched with them: optimizer, decay. They");
        state.keep("optimizer.learning_rate");
        assertThat(judged(state, "final_study").word()).isEqualTo("not_applicable");
        state =
                new MadeUp()
                        .probe(64)
                        .lesson("01-optimizer", Decision.ADOPTED, true, 0.01)
                        .lesson("02-dropout", Decision.UNDECIDED, false, 0.003)
                        .lesson("03-label-smoothing", Decision.KEPT, false, -0.01)
                        .lesson("04-decay", Decision.UNDECIDED, false, 0.001);
        assertThat(studyOf(state, "final_study"))
                .contains(
                        "search: {algorithm: gaussian_process, initial: 10, seed: 1}",
                        "trials: 60",
                        "path: optimizer.momentum",
                        "path: dropout, role: nuisance, min: 0.0, ",
                        "path: schedule.decay, role: nuisance, values: [linear, cosine]")
                .doesNotContain("label_smoothing", "scientific");
        assertThat(studyOf(state.budget("20s", "400s"), "final_study"))
                .as("as many as what is left pays for")
                .contains("trials: 30\n");
    }

    /** A step takes 10 ms: 100 s are 10,000 steps, and the incumbent has 2,000. */
    @Test
    void whereARunMayBeLongerTheSearchIsAsLongAsItsTrialsCanBePaidFor() {
        MadeUp state =
                new MadeUp()
                        .probe(64)
                        .budget("100s", "1h")
                        .lesson("01-decay", Decision.KEPT, false, -0.01)
                        .reigning(MadeUpStudy.contestant("studies/best", "", false, 4, 0.05));
        assertThat(studyOf(state, "final_study"))
                .as("the decay is asked about again")
                .contains(
                        "fixed: {max_train_steps: 10000}",
                        "trials: 60",
                        "path: optimizer.momentum",
                        "path: schedule.decay, role: nuisance, values: [linear, cosine]");
        assertThat(draft(state, "final_study").why())
                .contains(
                        "trainings of 2,000 steps, and a run may have more: 10,000 are as many",
                        "What transfers least from shorter ones is searched again: decay.");
        assertThat(draft(state, "final_study").cost().seconds())
                .as("60 trials of 100 s, two at once")
                .hasValue(3_000);
        assertThat(studyOf(state.budget("100s", "10m"), "final_study"))
                .as("2 for each hyperparameter, and 6 at least")
                .contains("fixed: {max_train_steps: 10000}", "trials: 6\n", "momentum", "decay");
        assertThat(studyOf(state.budget("100s", "7m"), "final_study"))
                .as("6 trainings of 100 s and their reruns are too many")
                .contains("fixed: {max_train_steps: 5000}", "trials: 6\n", "momentum");
        assertThat(studyOf(state.keep("max_train_steps"), "final_study"))
                .doesNotContain("fixed", "schedule.decay");
    }

    /** Training and validation differ, which presses; seven hyperparameters are 14 trials. */
    @Test
    void theSearchIsShortenedBeforeItLeavesOutWhatPresses() {
        MadeUp state =
                new MadeUp()
                        .probe(64)
                        .budget("100s", "16m")
                        .lesson("01-augmentation", Decision.ADOPTED, true, 0.01)
                        .behaviour(bestAt(0.5, false, MadeUp.GOOD))
                        .reigning(MadeUpStudy.contestant("studies/best", "", false, 4, 0.05));
        String[] pressing = {"schedule.decay", "weight_decay", "dropout", "smoothing", "mixup"};
        assertThat(studyOf(state, "final_study"))
                .contains("fixed: {max_train_steps: 10000}", "trials: 14\n", "momentum")
                .contains(pressing);
        assertThat(draft(state, "final_study").why())
                .contains(
                        "No round was left for these, which are searched with them: optimizer, decay, weight_decay, dropout, label_smoothing, mixup.");
        assertThat(studyOf(state.budget("100s", "10m"), "final_study"))
                .contains("fixed: {max_train_steps: 5000}", "trials: 14\n", "momentum")
                .contains(pressing);
        assertThat(studyOf(state.budget("100s", "5m"), "final_study"))
                .as("as short as the rounds")
                .doesNotContain("fixed")
                .contains(pressing);
    }

    @Test
    void candidatesAreTrainedForLonger() {
        MadeUp state = new MadeUp().probe(64).budget("100s", "1h");
        assertThat(judged(state, "longer").word()).isEqualTo("not_applicable");
        assertThat(judged(state, "final_study").text())
                .isEqualTo("No study has measured the incumbent yet.");
        state.reigning(
                MadeUpStudy.contestant("studies/best", "", false, 4, 0.05, 0.05, 0.051, 0.049));
        assertThat(command(state, "longer"))
                .isEqualTo(
                        "etude tune longer studies/best --steps 10000 --best 3 --name"
                                + " digits-longer --workers 2");
        assertThat(command(state.budget("100s", "200s"), "longer"))
                .as("fewer candidates, then fewer steps")
                .contains("--steps 5000 --best 2 ");
        assertThat(judged(state.budget("20s", "1h"), "longer").text())
                .startsWith("Runs are as long as run_budget 20s allows");
        assertThat(judged(state.budget("10s", "1h"), "longer").text())
                .as("a person may have skipped what would have shortened them")
                .isEqualTo(
                        "Runs of the incumbent's 2,000 steps take 20 s already, more than run_budget 10s.");
        state.budget("20s", "1h");
        state.procedure(
                LongerRuns.PROCEDURE,
                "holds",
                MadeUpStudy.contestant("studies/long", "", false, 0, 0.03));
        assertThat(command(state, "longer"))
                .isEqualTo("etude study rerun studies/long --trials 0 --seeds 3 --workers 2");
        state.procedure(
                LongerRuns.PROCEDURE,
                "holds",
                MadeUpStudy.contestant("studies/long", "", false, 0, 0.03, 0.03, 0.031, 0.029));
        assertThat(adopted(state, "longer")).contains("dropout=0.2");
        assertThat(judged(state.launch("longer", "procedures/digits-longer"), "longer").word())
                .isEqualTo("satisfied");
    }

    @Test
    void theTestSplitComesLast() {
        MadeUp state = new MadeUp().probe(64);
        MadeUp text = new MadeUp().probe(64);
        text.incumbent("dataset={name: text, path: a.txt, context_length: 8}");
        assertThat(judged(text, "launch").text()).startsWith("The data have no test split");
        text.incumbent("dataset.test_fraction=0.2");
        assertThat(judged(text, "launch").word()).isEqualTo("due");
        MadeUp folders = new MadeUp().data(MadeUp.GOOD, MadeUp.GOOD).probe(64);
        folders.incumbent("dataset={name: image_folder, path: photos}");
        assertThat(judged(folders.testExamples(0), "launch").text())
                .startsWith("The data have no test split");
        assertThat(judged(folders.testExamples(100), "launch").word())
                .as("folders may have one beside them")
                .isEqualTo("due");
        assertThat(command(state, "launch"))
                .as("no run of it")
                .startsWith("etude train projects/digits/incumbent.yaml --run-dir runs/digits-");
        assertThat(command(state.run("runs/best"), "launch"))
                .isEqualTo("etude tune final runs/best --name digits-final");
        state.procedure(TestOnce.PROCEDURE, "");
        assertThat(adopted(state, "launch")).as("a launch as it is").isEmpty();
        assertThat(Guide.of(state.state()).launched()).isFalse();
        state.launch("launch", "procedures/digits-final");
        assertThat(judged(state, "launch").word()).isEqualTo("satisfied");
        assertThat(Guide.of(state.state()).launched()).isTrue();
    }

    /** Whatever would be due before it: another test would be one to choose by. */
    @Test
    void aLaunchEndsAProject() {
        MadeUp state =
                new MadeUp()
                        .data(MadeUp.GOOD, MadeUp.GOOD)
                        .procedure(TestOnce.PROCEDURE, "")
                        .launch("launch", "procedures/digits-final");
        assertThat(Guide.of(state.state()).next()).isEmpty();
        assertThat(judged(state, "batch_size").text()).startsWith("The incumbent was launched");
        assertThat(judged(state.skip("batch_size", "it is given"), "batch_size").word())
                .as("who disagreed is not forgotten")
                .isEqualTo("skipped");
        state.round("01-decay");
        assertThat(judged(state, "decay").word()).as("begun by a person").isEqualTo("due");
    }

    /** What was measured with fewer steps says nothing of the incumbent, nor of its best rate. */
    @Test
    void anotherLengthIsMeasuredAnew() {
        MadeUp state = new MadeUp().probe(64).incumbent("max_train_steps=1200");
        state.lesson("01-baseline", Lesson.Decision.ADOPTED, true, 0);
        assertThat(judged(state, "baseline").word()).isEqualTo("satisfied");
        state.measured("baseline", 0.05);
        assertThat(judged(state, "baseline").word()).isEqualTo("satisfied");
        state.launch("best_steps", "runs/best", "max_train_steps=1200");
        Draft again = draft(state, "baseline");
        assertThat(again.why()).startsWith("max_train_steps has changed");
        assertThat(again.files().get(2).text()).contains("min: 0.01, max: 1, ", "trials: 5");
        state.round("02-baseline-2")
                .sweep(
                        "digits-baseline-2",
                        MadeUp.GOOD,
                        new RateSweep.Tried(0, 0.01, 0.3),
                        new RateSweep.Tried(3, 0.1, 0.02),
                        new RateSweep.Tried(4, 1, 0.3));
        Action.Conclude conclude = (Action.Conclude) draft(state, "baseline").action();
        assertThat(conclude.adoption().orElseThrow().result().orElseThrow())
                .as("the same rate is measured anew")
                .isEqualTo(
                        Measured.once(
                                "validation/error_rate", "studies/digits-baseline-2", 3, 0.02));
    }

    /** A schedule is what transfers least from short to longer runs. */
    @Test
    void decayIsAskedAgainOfMuchLongerTraining() {
        MadeUp state = new MadeUp().probe(64).incumbent("max_train_steps=700");
        state.launchAt("00", "steps", "procedures/digits-steps", "max_train_steps=400");
        state.lesson("03-decay", Lesson.Decision.KEPT, false, 0);
        state.launchAt("04", "best_steps", "runs/best", "max_train_steps=700");
        assertThat(judged(state, "decay").word()).isEqualTo("satisfied");
        state.incumbent("max_train_steps=900");
        assertThat(draft(state, "decay").why()).startsWith("Training is at least twice as long");
    }
}
