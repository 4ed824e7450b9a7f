package etude.tuner.project.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.analysis.verdict.Answer;
import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import etude.tuner.project.RateSweep.Tried;
import etude.tuner.project.StabilityFinding;
import etude.tuner.project.StepsFinding;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** States whose next step is known. */
final class GuideTest {
    private static final Answer PROBLEM = new Answer.Problem("It is bad.", "Mend it.");
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** Best at 0.1, with worse rates on either side. */
    private static final Tried[] INSIDE = {
        new Tried(0, 0.01, 0.3), new Tried(0, 0.1, 0.05), new Tried(0, 1, NEVER)
    };

    private static MadeUp state() {
        return new MadeUp();
    }

    private static String word(MadeUp state, String step) {
        return judged(state, step).word();
    }

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
        Action action = draft(state, step).action();
        return action instanceof Action.Conclude conclude
                ? conclude.adoption().orElseThrow().changes()
                : ((Action.Adopt) action).adoption().changes();
    }

    private static String byHand(MadeUp state, String step) {
        return ((Action.ByHand) draft(state, step).action()).sentence();
    }

    private static String next(MadeUp state) {
        return Guide.of(state.state()).next().map(next -> next.rule().step()).orElse("none");
    }

    /** One step after the other, each after what the one before leaves. */
    @Test
    void theOrderIsThePlaybooks() {
        MadeUp state = state().incumbent("dropout=0.5");
        assertThat(next(state)).isEqualTo("data");
        state.data(MadeUp.GOOD, MadeUp.GOOD);
        assertThat(next(state)).isEqualTo("simplest_config");
        state.incumbent("dropout=0.0").launch("simplest_config");
        assertThat(next(state)).isEqualTo("batch_size");
        state.probe(64);
        assertThat(next(state)).isEqualTo("timing");
        state.timed(0.01, 0);
        assertThat(next(state)).isEqualTo("steps");
        state.steps(new StepsFinding.Fitted("digits-steps", 70, 0.1, "Begin with 70."));
        assertThat(next(state)).isEqualTo("steps");
        state.incumbent("max_train_steps=700").launch("steps");
        assertThat(next(state)).isEqualTo("baseline");
        state.sweep("digits-baseline", MadeUp.GOOD, INSIDE);
        assertThat(next(state)).isEqualTo("stability");
        state.stability(
                new StabilityFinding.Known("digits-stability", OptionalDouble.empty(), "None."));
        assertThat(next(state)).isEqualTo("decay");
        state.lesson("02-decay", Lesson.Decision.ADOPTED, true, 0.01)
                .incumbent("schedule.decay=cosine");
        assertThat(next(state)).isEqualTo("optimizer");
        state.lesson("03-optimizer", Lesson.Decision.KEPT, false, 0);
        assertThat(next(state)).as("nothing to regularize").isEqualTo("depth");
        state.lesson("04-depth", Lesson.Decision.UNDECIDED, false, 0.001);
        assertThat(next(state)).as("no study measured the incumbent").isEqualTo("launch");
        state.skip("launch", "it is no production");
        assertThat(next(state)).isEqualTo("none");
    }

    /** What was learned counts for one batch size. */
    @Test
    void anotherBatchSizeMakesEverythingDueAgain() {
        MadeUp state =
                state().data(MadeUp.GOOD, MadeUp.GOOD)
                        .probe(64)
                        .lesson("03-decay", Lesson.Decision.ADOPTED, true, 0.01);
        assertThat(word(state, "decay")).isEqualTo("satisfied");
        state.launchAt("04", "batch_size", "probes/digits", "batch_size=64");
        assertThat(word(state, "decay")).isEqualTo("due");
    }

    @Test
    void whoDisagreesIsRespected() {
        MadeUp state = state().skip("data", "they are well known");
        assertThat(judged(state, "data"))
                .isEqualTo(new RuleState.Skipped("ada", "they are well known"));
        assertThat(next(state)).isEqualTo("batch_size");
        state.data(MadeUp.GOOD, MadeUp.GOOD);
        assertThat(word(state, "data")).as("done all the same").isEqualTo("satisfied");
    }

    @Test
    void aShortRunLooksAtTheData() {
        assertThat(command(state(), "data"))
                .startsWith(
                        "etude train projects/digits/incumbent.yaml --run-dir runs/digits-data"
                                + " --set name=digits-data --set max_train_steps=100");
        assertThat(command(state().taken("digits-data"), "data")).contains("runs/digits-data-2");
        assertThat(judged(state().data(MadeUp.GOOD, MadeUp.GOOD), "data").text())
                .isEqualTo(
                        "runs/digits-data: All is well. All is well. Chance is"
                                + " validation/error_rate at 90.00 %.");
    }

    @Test
    void dataThatAreNotSoundAreAPersonsBusiness() {
        assertThat(byHand(state().data(PROBLEM, MadeUp.GOOD), "data")).isEqualTo("Mend it.");
        assertThat(byHand(state().data(MadeUp.GOOD, PROBLEM), "data")).isEqualTo("Mend it.");
    }

    /** A wait that is only the handing of a batch from thread to thread is no one's business. */
    @Test
    void shortStepsMayWait() {
        MadeUp waiting = state().data(MadeUp.GOOD, PROBLEM, OptionalDouble.of(1e-4));
        assertThat(word(waiting, "data")).isEqualTo("satisfied");
        assertThat(judged(waiting, "data").text()).contains("A step waits for 100 us");
        assertThat(word(state().data(MadeUp.GOOD, PROBLEM, OptionalDouble.of(0.03)), "data"))
                .isEqualTo("due");
    }

    /** 800 examples: with 128 an epoch has 6 steps, and with 32 it has 25. */
    @Test
    void aBatchIsNoLargePartOfTheData() {
        MadeUp state = state().budget("2m", "1h").data(MadeUp.GOOD, MadeUp.GOOD);
        state.probe(true, OptionalInt.of(128), OptionalInt.of(16));
        assertThat(adopted(state, "batch_size")).containsExactly("batch_size=32");
        assertThat(draft(state, "batch_size").why())
                .contains(
                        "With 128 an epoch of 800 examples has 6 steps and a training of run_budget 2m has 12,000; 32 is the largest");
        state.probe(true, OptionalInt.of(128), OptionalInt.of(128));
        assertThat(adopted(state, "batch_size"))
                .as("up to the knee a doubling saves time")
                .containsExactly("batch_size=128");
        assertThat(
                        adopted(
                                state().budget("2m", "1h")
                                        .probe(true, OptionalInt.of(128), OptionalInt.of(16)),
                                "batch_size"))
                .as("nobody counted the examples")
                .containsExactly("batch_size=128");
    }

    /** At 10 ms a step of any size, 20 s are 2,000 steps. */
    @Test
    void aBatchLeavesEnoughUpdates() {
        MadeUp state = state().budget("20s", "10m");
        state.probe(true, OptionalInt.of(128), OptionalInt.of(16));
        assertThat(adopted(state, "batch_size")).containsExactly("batch_size=16");
        assertThat(draft(state, "batch_size").why())
                .contains(
                        "With 128 a training of run_budget 20s has 2,000; 16 is the largest size that leaves 20 an epoch and 3,000 a training, or is not beyond the knee");
    }

    /** A probe has the machine to itself; trials share it, and evaluate on the way. */
    @Test
    void stepsAreTimedAsTrialsTakeThem() {
        assertThat(judged(state(), "timing").text()).startsWith("Nothing has timed a step yet");
        MadeUp probed = state().probe(64).budget("20s", "10m");
        assertThat(command(probed, "timing"))
                .isEqualTo("etude study run projects/digits/timing/study.yaml --workers 2");
        assertThat(draft(probed, "timing").files().get(0).text())
                .contains("max_train_steps: 200", "every: \"5%\"");
        assertThat(draft(probed, "timing").files().get(1).text())
                .as("the first of each worker starts cold, and the median is none of them")
                .contains("trials: 6", "min: 0.05, max: 0.1");
        assertThat(draft(probed, "timing").cost().seconds()).hasValue(6);
        assertThat(draft(state().probe(64).budget("20s", "1m"), "timing").why())
                .as("each at most a hundredth of the budget")
                .contains("6 trainings of 60 steps, 2 at once");
        assertThat(judged(state().probe(64).timed(0.025, 2), "timing").text())
                .isEqualTo(
                        "25.0 ms a step and 2.0 s for the evaluations of a training, with 2 at once.");
        assertThat(word(state().secondsPerStep(0.02), "timing")).isEqualTo("satisfied");
        assertThat(command(state().probe(64).timed(0.02, 4), "steps"))
                .as("16 s of 20 ms")
                .contains("--at-most 800");
        assertThat(draft(state().probe(64).timed(0.02, 4), "steps").cost())
                .as("15 trials of 20 s, two at once, the last by itself")
                .satisfies(
                        cost ->
                                assertThat(cost.seconds().orElseThrow())
                                        .isCloseTo(160, within(1e-9)))
                .satisfies(
                        cost ->
                                assertThat(cost.words())
                                        .isEqualTo(
                                                "15 trials of 800 steps at 20.0 ms a step and 4.0 s of evaluations each, 2 at once: about 2.7 min"));
    }

    @Test
    void whatCanBeAddedLaterGoesFirst() {
        MadeUp state =
                state().incumbent(
                                "schedule={decay: cosine, warmup_steps: 10}",
                                "optimizer.weight_decay=0.1",
                                "polyak_decay=0.9");
        assertThat(adopted(state, "simplest_config"))
                .containsExactly(
                        "schedule={decay: constant}",
                        "optimizer.weight_decay=0.0",
                        "polyak_decay=null");
        assertThat(adopted(state.keep("schedule", "polyak_decay"), "simplest_config"))
                .containsExactly("optimizer.weight_decay=0.0");
        assertThat(word(state.keep("schedule", "polyak_decay", "optimizer"), "simplest_config"))
                .isEqualTo("satisfied");
        assertThat(word(state().incumbent("dropout=0.5").launch("dropout"), "simplest_config"))
                .as("launched on evidence")
                .isEqualTo("satisfied");
    }

    @Test
    void theProbeDecidesTheBatchSize() {
        assertThat(word(state().probe(64), "batch_size")).isEqualTo("satisfied");
        assertThat(adopted(state().probe(128), "batch_size")).containsExactly("batch_size=128");
        assertThat(word(state().probe(128).keep("batch_size"), "batch_size"))
                .isEqualTo("not_applicable");
        assertThat(byHand(state().probe(true, OptionalInt.empty()), "batch_size"))
                .contains("smaller model");
        assertThat(command(state().probe(false, OptionalInt.of(64)), "batch_size"))
                .as("one that was stopped goes on")
                .contains("--out probes/digits");
    }

    /** 800 examples are 10 sizes; a tenth of what is left may go into a probe. */
    @Test
    void aSmallBudgetGetsAShortProbe() {
        MadeUp state = state().data(MadeUp.GOOD, MadeUp.GOOD);
        assertThat(command(state, "batch_size"))
                .as("with the threads of a trial")
                .endsWith("--set threads=1 --time-limit 15");
        assertThat(command(state.budget("20s", "10m"), "batch_size")).endsWith("--time-limit 5");
        assertThat(draft(state, "batch_size").cost().seconds()).hasValue(50);
        assertThat(command(state.budget("20s", "100s"), "batch_size")).endsWith("--time-limit 1");
        assertThat(judged(state.budget("20s", "99s"), "batch_size").text())
                .startsWith(
                        "Its smallest version takes up to 10 sizes of up to 1 s: at most 10 s, starts of"
                                + " processes excluded, more than a tenth of the 99 s of total_budget 99s"
                                + " that are left; raise it");
    }

    /** 20 s are 2,000 steps of 10 ms; 15 trials of these with 2 at once are 150 s. */
    @Test
    void aProbeOfABusyMachineChangesNoBatchSize() {
        OptionalInt found = OptionalInt.of(16);
        MadeUp busy = state().probe(true, found, OptionalInt.empty(), List.of(32, 64, 128));
        assertThat(word(busy, "batch_size")).isEqualTo("satisfied");
        assertThat(judged(busy, "batch_size").text())
                .contains(
                        "the incumbent keeps batch_size 64",
                        "--out probes/digits --set threads=1 --fresh");
        assertThat(
                        adopted(
                                state().probe(true, found, OptionalInt.empty(), List.of(64, 128)),
                                "batch_size"))
                .containsExactly("batch_size=16");
    }

    @Test
    void evaluationsThatTakeMostOfATrainingBecomeRarer() {
        MadeUp state = state().probe(64).budget("20s", "10m").incumbent("evaluation.every=5%");
        assertThat(word(state.timed(0.02, 3), "timing"))
                .as("a quarter of 12 s, of which the budget pays for 100")
                .isEqualTo("satisfied");
        assertThat(adopted(state.timed(0.02, 5), "timing"))
                .containsExactly("evaluation.every=10%", "checkpoints.every=10%");
        assertThat(adopted(state.timed(0.02, 60), "timing"))
                .containsExactly("evaluation.every=25%", "checkpoints.every=25%");
        assertThat(word(state.keep("evaluation"), "timing")).isEqualTo("satisfied");
        assertThat(
                        word(
                                state().probe(64).incumbent("evaluation.every=25%").timed(0.02, 60),
                                "timing"))
                .as("rarer ones show no curve")
                .isEqualTo("satisfied");
    }

    @Test
    void fewerThanFiveEpochsAreNoSweepForFitting() {
        MadeUp state = state().timed(0.01, 0).budget("20s", "9m").data(MadeUp.GOOD, MadeUp.GOOD);
        assertThat(command(state.incumbent("batch_size=4"), "steps"))
                .as("1,000 steps are 5 epochs of 800 examples")
                .contains("--at-most 1000 ");
        assertThat(adopted(state.incumbent("batch_size=2"), "steps"))
                .as("not 1,000, which are 2.5 epochs, but by patience")
                .containsExactly("max_train_steps=300");
    }

    @Test
    void firstRoundsByPatienceAreATenthUnlessThatTellsNothing() {
        MadeUp state = state().probe(64).budget("20s", "30s").data(MadeUp.GOOD, MadeUp.GOOD);
        assertThat(adopted(state.incumbent("batch_size=1").timed(0.01, 0), "steps"))
                .as("neither 200, which are a tenth, nor 800, which are an epoch")
                .containsExactly("max_train_steps=300");
        assertThat(adopted(state.incumbent("batch_size=1").timed(0.005, 0), "steps"))
                .as("a tenth")
                .containsExactly("max_train_steps=400");
        assertThat(adopted(state.incumbent("batch_size=3").timed(0.01, 0), "steps"))
                .as("an epoch")
                .containsExactly("max_train_steps=266");
    }

    @Test
    void runsThatAreTooShortAreLengthenedBeforeABugIsLookedFor() {
        MadeUp state =
                state().probe(64)
                        .incumbent("max_train_steps=100")
                        .sweep("digits-baseline", PROBLEM, INSIDE);
        assertThat(adopted(state, "baseline")).containsExactly("max_train_steps=400");
        assertThat(adopted(state.incumbent("max_train_steps=800"), "baseline"))
                .containsExactly("max_train_steps=2000");
        assertThat(byHand(state.incumbent("max_train_steps=1001"), "baseline"))
                .isEqualTo("Mend it.");
        assertThat(
                        byHand(
                                state.incumbent("max_train_steps=100").keep("max_train_steps"),
                                "baseline"))
                .isEqualTo("Mend it.");
    }

    @Test
    void theSweepOfStepsIsAsLongAsTheBudgetAllows() {
        MadeUp state = state().probe(64);
        assertThat(command(state, "steps"))
                .isEqualTo(
                        "etude tune steps projects/digits/incumbent.yaml --at-most 2000 --name"
                                + " digits-steps --workers 2");
        assertThat(draft(state, "steps").cost().seconds()).hasValue(160);
        assertThat(command(state.budget("20s", "11m"), "steps")).contains("--at-most 2000 ");
        assertThat(command(state.budget("20s", "9m"), "steps")).contains("--at-most 1000 ");
        assertThat(adopted(state.budget("20s", "30s"), "steps"))
                .as("by patience, a tenth in the first round")
                .containsExactly("max_train_steps=200");
        assertThat(word(state.incumbent("max_train_steps=200"), "steps")).isEqualTo("satisfied");
    }

    @Test
    void whatTheSweepOfStepsFoundIsAdopted() {
        StepsFinding fitted = new StepsFinding.Fitted("digits-steps", 70, 0.1, "Begin with 70.");
        MadeUp state = state().probe(64).incumbent("evaluation.every=200").steps(fitted);
        assertThat(adopted(state, "steps"))
                .containsExactly("max_train_steps=700", "evaluation.every=5%");
        assertThat(word(state.incumbent("max_train_steps=700"), "steps")).isEqualTo("satisfied");
        assertThat(adopted(state.budget("5s", "1h"), "steps"))
                .as("never longer than a run may be")
                .contains("max_train_steps=500");
        assertThat(adopted(state.budget("20s", "5m"), "steps"))
                .as("100 trainings, two at once, are 10 minutes")
                .contains("max_train_steps=600");
        assertThat(adopted(state.budget("10s", "10s"), "steps"))
                .as("never shorter than fitting takes")
                .contains("max_train_steps=70");
        state.budget("20s", "1h")
                .steps(new StepsFinding.ComputeBound("digits-steps", 0.1, "Compute-bound."));
        assertThat(adopted(state, "steps")).contains("max_train_steps=200");
        state.steps(new StepsFinding.Begun("digits-steps", 1234));
        assertThat(command(state, "steps")).contains("--at-most 1234 --name digits-steps ");
        state.steps(new StepsFinding.NoResult("digits-steps", "None trains."));
        assertThat(byHand(state, "steps")).contains("bug");
        assertThat(word(state.keep("max_train_steps"), "steps")).isEqualTo("not_applicable");
        assertThat(word(state(), "steps")).as("no time of a step").isEqualTo("not_applicable");
    }

    @Test
    void theFirstSweepLiesAroundTheRateThatIsKnown() {
        MadeUp state = state().probe(64);
        Draft draft = draft(state, "baseline");
        assertThat(command(state, "baseline"))
                .isEqualTo(
                        "etude study run projects/digits/rounds/01-baseline/study.yaml --workers"
                                + " 2");
        assertThat(draft.files().get(2).text())
                .contains(
                        "levels: 7",
                        "name: \"digits-baseline\"",
                        "min: 0.00316",
                        "max: 3.16",
                        "scale: log");
        assertThat(draft.cost().seconds())
                .as("7 trials of 2,000 steps, the last by itself")
                .hasValue(80);
        state.steps(new StepsFinding.Fitted("digits-steps", 2000, 1, "Begin with 2,000."));
        assertThat(draft(state, "baseline").files().get(2).text()).contains("min: 0.0316");
        assertThat(draft(state.budget("20s", "60s"), "baseline").files().get(2).text())
                .contains("trials: 5");
        assertThat(word(state.budget("20s", "20s"), "baseline")).isEqualTo("not_applicable");
        assertThat(word(state.keep("optimizer"), "baseline")).isEqualTo("not_applicable");
    }

    @Test
    void aRateAtAnEdgeIsFollowed() {
        MadeUp state =
                state().round("01-baseline")
                        .sweep(
                                "digits-baseline",
                                MadeUp.GOOD,
                                new Tried(0, 0.01, 0.3),
                                new Tried(0, 0.1, 0.2));
        Draft draft = draft(state, "baseline");
        assertThat(draft.why()).contains("0.1, is the highest");
        assertThat(draft.files().get(2).path()).isEqualTo("rounds/02-baseline-2/study.yaml");
        assertThat(draft.files().get(2).text()).contains("min: 0.1, max: 10, ", "trials: 5");
        state.sweep(
                "digits-baseline-2", MadeUp.GOOD, new Tried(0, 1, 0.1), new Tried(0, 10, NEVER));
        assertThat(adopted(state, "baseline"))
                .as("inside, for what does not train was tried too")
                .containsExactly("optimizer.learning_rate=1.0");
    }

    /** A third sweep would be the last one. */
    @Test
    void anEdgeIsNotFollowedForEver() {
        MadeUp state = state();
        for (int i = 1; i <= 3; i++) {
            state.sweep("s" + i, MadeUp.GOOD, new Tried(0, 0.1 * i, 1.0 / i));
        }
        assertThat(draft(state, "baseline").why()).contains("still at an edge");
    }

    @Test
    void theBaselineIsMuchBetterThanChanceOrNobodyGoesOn() {
        assertThat(byHand(state().sweep("digits-baseline", PROBLEM, INSIDE), "baseline"))
                .isEqualTo("Mend it.");
        assertThat(
                        byHand(
                                state().sweep(
                                                "digits-baseline",
                                                MadeUp.GOOD,
                                                new Tried(0, 0.1, NEVER)),
                                "baseline"))
                .contains("bug");
        assertThat(word(state().sweep("digits-baseline", MadeUp.GOOD, INSIDE), "baseline"))
                .isEqualTo("satisfied");
    }

    @Test
    void aSweepThatIsNotWholeIsMended() {
        MadeUp stopped =
                state().round("digits-baseline")
                        .sweep("digits-baseline", 3, 0, MadeUp.GOOD, INSIDE);
        assertThat(draft(stopped, "baseline").round())
                .as("as it began, so that it is charged once")
                .isEqualTo("digits-baseline");
        assertThat(command(stopped, "baseline"))
                .isEqualTo("etude study run studies/digits-baseline --workers 2");
        MadeUp failed = state().sweep("digits-baseline", 0, 1, MadeUp.GOOD, INSIDE);
        assertThat(byHand(failed, "baseline"))
                .contains("etude study retry studies/digits-baseline");
    }

    @Test
    void stabilityIsMeasuredOnceThereIsARate() {
        MadeUp state = state().probe(64).sweep("digits-baseline", MadeUp.GOOD, INSIDE);
        assertThat(command(state, "stability"))
                .isEqualTo(
                        "etude tune stability studies/digits-baseline --name digits-stability"
                                + " --workers 2");
        assertThat(draft(state, "stability").cost().seconds())
                .as("2 runs of 2,000 steps and one of 500 are two rounds of 1,500 in the mean")
                .hasValue(30);
        assertThat(word(state.budget("20s", "20s"), "stability")).isEqualTo("not_applicable");
        state.budget("20s", "1h").stability(new StabilityFinding.Begun("digits-stability"));
        assertThat(command(state, "stability")).contains("--name digits-stability ");
        state.stability(new StabilityFinding.NoResult("digits-stability", "None trains."));
        assertThat(byHand(state, "stability")).contains("bug");
        state.stability(
                new StabilityFinding.Known(
                        "digits-stability", OptionalDouble.of(0.5), "Unstable from 0.5 on."));
        assertThat(judged(state, "stability").text()).endsWith("Unstable from 0.5 on.");
    }

    @Test
    void theBudgetIsChargedWhatWasPredicted() {
        ProjectState state =
                state().charged(10, 12, 0)
                        .charged(100, 3, 75)
                        .charged(100, 4, 1)
                        .charged(Double.NaN, 5, 0)
                        .state();
        assertThat(state.secondsCharged())
                .as("10 as predicted, none of what was stopped, 4 and 5 by the clock")
                .isEqualTo(19);
        assertThat(state.secondsTaken()).isEqualTo(24);
        assertThat(state.secondsLeft()).isEqualTo(3581);
    }
}
