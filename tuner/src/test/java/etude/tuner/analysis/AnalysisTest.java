package etude.tuner.analysis;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.ERROR_RATE;
import static etude.tuner.analysis.SyntheticStudy.study;
import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.run.RunFacts;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AnalysisTest {
    @Test
    void questionsComeInTheOrderOfTheChecklist() {
        assertThat(
                        study().learningRate()
                                .trial(trial(0).learningRate(0.1).errors(0.1))
                                .analysis()
                                .verdicts())
                .extracting(Verdict::question)
                .containsExactly(
                        "Are validation and training examples apart?",
                        "Is the result much better than chance?",
                        "Is the search space large enough for optimizer.learning_rate?",
                        "Were enough points sampled?",
                        "How many trials are infeasible?",
                        "Is training stable at learning rates just above the best?",
                        "Does the training loss fall throughout training?",
                        "Is training stable in its first steps?",
                        "Does the best trial of each arm overfit?",
                        "Does any trial overfit?",
                        "Does the validation metric jump from step to step late in training?",
                        "Is max_train_steps right?",
                        "Is the validation metric free of periods?",
                        "Does training keep up without waiting for data?",
                        "Is gradient clipping moderate?",
                        "Does the scientific conclusion stand?");
    }

    @Test
    void aRunIsAskedWhatNeedsNoSearchSpace() {
        Analysis analysis =
                run(
                        trial(0).errors(40, i -> 1.0 / (2 + i))
                                .trainLosses(40, i -> 2.0 / (1 + i))
                                .stepLosses(4000, i -> 2.0 / (1 + i))
                                .dataWait(0.2)
                                .clipping(1, 0.7));
        assertThat(analysis.verdicts())
                .extracting(Verdict::question)
                .contains("Does the run overfit?", "Is gradient clipping moderate?")
                .noneMatch(q -> q.contains("trial") || q.contains("search space"));
        assertThat(analysis.verdicts())
                .extracting(v -> v.answer().sentence())
                .noneMatch(s -> s.contains("trial") || s.contains("arm"));
    }

    @Test
    void aRunThatDivergedIsToldTheRemedies() {
        Verdict verdict =
                SyntheticStudy.verdict(
                        run(trial(0).errors(0.9, 0.8).infeasible(new Infeasible.Diverged(7))),
                        "Did training reach its end");
        assertThat(verdict.answer().sentence()).isEqualTo("No: this run diverged.");
        assertThat(((Problem) verdict.answer()).advice().text()).contains("add warmup");
    }

    @Test
    void aRunThatDidNotFitIsToldOfTheProbe() {
        Verdict verdict =
                SyntheticStudy.verdict(
                        run(
                                trial(0).infeasible(
                                                new Infeasible.OutOfMemory(
                                                        "batch_size", 64, "4 GiB"))),
                        "Did training");
        assertThat(verdict.answer().sentence()).isEqualTo("No: this run ran out of memory.");
        assertThat(((Problem) verdict.answer()).advice().text()).contains("etude probe");
    }

    @Test
    void aRunThatHasNotEndedHasNoVerdicts() {
        assertThat(run(trial(0).errors(0.5).state(TrialState.RUNNING)).verdicts()).isEmpty();
    }

    private static Analysis run(Run run) {
        return Analysis.ofRun(
                run.data(), ERROR_RATE, RunFacts.Data.unknown(), VerdictThresholds.defaults());
    }

    @Test
    void everySentenceEndsAndHasNoNumberThatIsNone() {
        SplittableRandom random = new SplittableRandom(8);
        for (int n = 0; n < 30; n++) {
            SyntheticStudy study = random(random, 1 + random.nextInt(30), 1 + random.nextInt(45));
            assertThat(study.analysis().verdicts())
                    .extracting(v -> v.answer().sentence())
                    .allMatch(
                            s -> s.endsWith(".") && !s.contains("NaN") && !s.contains("infinity"));
        }
    }

    private static SyntheticStudy random(SplittableRandom random, int trials, int evaluations) {
        return study().learningRate()
                .range("dropout", Role.NUISANCE, Scale.LINEAR, 0, 1)
                .trials(
                        trials,
                        i -> {
                            Run run =
                                    trial(i).learningRate(Math.pow(10, -3 * random.nextDouble()))
                                            .with("dropout", random.nextDouble())
                                            .errors(
                                                    evaluations,
                                                    e ->
                                                            random.nextDouble() < 0.02
                                                                    ? Double.NaN
                                                                    : random.nextDouble())
                                            .trainLosses(evaluations, e -> random.nextDouble())
                                            .stepLosses(100, e -> random.nextDouble());
                            return random.nextDouble() < 0.3
                                    ? run.infeasible(new Infeasible.Diverged(7))
                                    : run;
                        });
    }

    /** The report has 10 s for all it does. */
    @Test
    void aThousandTrialsAreAnalyzed() {
        SyntheticStudy study = random(new SplittableRandom(1), 1000, 100);
        assertThat(study.analysis().verdicts()).isNotEmpty();
    }
}
