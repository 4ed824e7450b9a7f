package etude.tuner.analysis.headline;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.run.RunFacts;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Remedy;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The three lines of studies of many kinds: each sentence is true of the study above it. */
final class HeadlineTest {
    @Test
    void ofAStudyThatHasNotBegun() {
        SyntheticStudy study =
                optimizers().trials(4, i -> optimizer(i, 0.1).errors().state(TrialState.PENDING));
        assertThat(headline(study).answer()).isEqualTo("Not yet: none of 4 trials has ended.");
        assertThat(headline(study).bestSettings()).isEmpty();
        assertThat(headline(study).next())
                .isEqualTo(
                        new NextStep(
                                "Finish the study: 4 trials are still to come.",
                                Optional.of("etude study run 'my studies/s'"),
                                OptionalInt.of(4),
                                OptionalDouble.empty()));
    }

    /**
     * 1.96 times the root of sqrt(p (1 - p) / 2000) squared, 0.385 % and 0.399 %, and of the seeds.
     */
    @Test
    void ofTwoValuesThatDifferByLessThanTheValidationSetTells() {
        assertThat(answer(optimizers().trials(20, i -> optimizer(i, i == 6 ? 0.0305 : 0.033))))
                .isEqualTo(
                        "adam 3.05 %, sgd 3.30 % (validation/error_rate): a difference of 0.25 points is within the noise of +-1.14 points, undecided.");
    }

    /** Settings that matter much leave room for seeds that matter much, until trials are rerun. */
    @Test
    void ofTwoValuesWhoseTrialsLieFarApartTheNoiseIsALimit() {
        assertThat(
                        answer(
                                optimizers()
                                        .trials(
                                                20,
                                                i ->
                                                        optimizer(
                                                                i,
                                                                0.03
                                                                        + 0.03
                                                                                * Math.floor(
                                                                                        i / 2.0)))))
                .contains(
                        ": a difference of 0.00 points is within the noise, which without reruns may reach ")
                .endsWith(" points, undecided.");
    }

    @Test
    void ofTwoValuesThatDifferByMoreWithOneSeedEach() {
        assertThat(answer(optimizers().trials(20, i -> optimizer(i, i % 2 == 0 ? 0.03 : 0.06))))
                .startsWith(
                        "adam 3.00 %, sgd 6.00 % (validation/error_rate): adam is better by 3.00 points, beyond the noise of +-1.28 points.");
    }

    @Test
    void ofTwoValuesWhoseRerunsAgree() {
        SyntheticStudy study =
                optimizers()
                        .trials(20, i -> optimizer(i, i % 2 == 0 ? 0.03 : 0.06))
                        .rerun(0, 0.031, 0.032, 0.033)
                        .rerun(1, 0.061, 0.062, 0.063);
        assertThat(answer(study))
                .isEqualTo(
                        "adam 3.20 %, sgd 6.20 % (validation/error_rate, mean of 3 reruns): adam is better by 3.00 points, beyond the noise of +-1.29 points.");
    }

    @Test
    void ofTwoValuesWhoseRerunsDoNotAgree() {
        SyntheticStudy study =
                optimizers()
                        .trials(20, i -> optimizer(i, i % 2 == 0 ? 0.03 : 0.06))
                        .rerun(0, 0.02, 0.05, 0.08)
                        .rerun(1, 0.03, 0.05, 0.07);
        assertThat(answer(study))
                .isEqualTo(
                        "adam 5.00 %, sgd 5.00 % (validation/error_rate, mean of 3 reruns): a difference of 0.00 points is within the noise of +-5.94 points, undecided.");
    }

    @Test
    void ofThreeValuesOfWhichTwoAreAlike() {
        String[] names = {"gelu", "relu", "tanh"};
        double[] errors = {0.031, 0.030, 0.09};
        SyntheticStudy study =
                SyntheticStudy.study()
                        .choices("model.activation", Role.SCIENTIFIC, names)
                        .learningRate()
                        .trials(
                                30,
                                i ->
                                        Run.rated(i, i / 30.0)
                                                .with("model.activation", names[i % 3])
                                                .errors(0.5, errors[i % 3]));
        assertThat(answer(study))
                .startsWith("relu 3.00 %, gelu 3.10 %, tanh 9.00 % (validation/error_rate):")
                .contains(": relu and gelu are within the noise of +-1.07 points, undecided.");
    }

    @Test
    void aValueThatIsNoWordIsNamed() {
        SyntheticStudy study =
                SyntheticStudy.study()
                        .range("model.dropout", Role.SCIENTIFIC, Scale.LINEAR, 0, 1)
                        .trials(
                                20,
                                i ->
                                        Run.trial(i)
                                                .with("model.dropout", i / 20.0)
                                                .errors(0.5, i < 10 ? 0.03 : 0.2));
        assertThat(answer(study)).startsWith("model.dropout=0 to 0.25 3.00 %,");
    }

    @Test
    void ofAStudyThatComparesNothing() {
        SyntheticStudy study =
                SyntheticStudy.study()
                        .learningRate()
                        .trials(20, i -> Run.rated(i, i / 20.0).errors(0.5, 0.03 + 0.001 * i));
        assertThat(answer(study))
                .isEqualTo(
                        "Best validation/error_rate: 3.00 % +-0.75 points (95 %, 2000 validation examples), trial 0 at step 200.");
    }

    @Test
    void ofAStudyThatIsHalfDone() {
        SyntheticStudy study =
                SyntheticStudy.study()
                        .learningRate()
                        .trials(
                                20,
                                i ->
                                        Run.rated(i, i / 20.0)
                                                .errors(0.5, 0.03)
                                                .seconds(90)
                                                .state(
                                                        i < 8
                                                                ? TrialState.COMPLETED
                                                                : i < 10
                                                                        ? TrialState.RUNNING
                                                                        : TrialState.PENDING));
        assertThat(answer(study))
                .startsWith("8 of 20 trials have ended so far. Best validation/error_rate: 3.00 %");
        assertThat(headline(study).next().sentence())
                .isEqualTo(
                        "Finish the study: 12 trials are still to come. 12 trainings of 90 s: 18 min one after another.");
    }

    @Test
    void ofAnArmThatIsStillToCome() {
        SyntheticStudy study =
                optimizers()
                        .trials(
                                20,
                                i ->
                                        i % 2 == 0
                                                ? optimizer(i, 0.03)
                                                : optimizer(i, 0.1)
                                                        .errors()
                                                        .state(TrialState.PENDING));
        assertThat(answer(study))
                .isEqualTo(
                        "10 of 20 trials have ended so far. validation/error_rate of adam: 3.00 % +-0.75 points (95 %, 2000 validation examples); nothing yet of sgd.");
    }

    @Test
    void ofAnArmThatNeverTrains() {
        SyntheticStudy study =
                optimizers()
                        .trials(
                                20,
                                i ->
                                        i % 2 == 0
                                                ? optimizer(i, 0.03)
                                                : optimizer(i, 0.9)
                                                        .infeasible(new Infeasible.Diverged(3)));
        assertThat(answer(study))
                .isEqualTo(
                        "validation/error_rate of adam: 3.00 % +-0.75 points (95 %, 2000 validation examples); sgd never trains (all 10 trials infeasible).");
    }

    @Test
    void ofAStudyInWhichNothingWorks() {
        SyntheticStudy study =
                optimizers()
                        .trials(
                                10,
                                i ->
                                        optimizer(i, 0.9)
                                                .infeasible(
                                                        i < 8
                                                                ? new Infeasible.Diverged(3)
                                                                : new Infeasible.OutOfMemory(
                                                                        "batch_size", 512, "")));
        assertThat(answer(study))
                .isEqualTo(
                        "No settings work: all 10 trials that finished are infeasible (8 diverged, 2 out of memory).");
        assertThat(headline(study).bestSettings()).isEmpty();
        assertThat(headline(study).next().text()).isNotEmpty();
    }

    @Test
    void ofAStudyWhoseTrialsFailed() {
        SyntheticStudy study =
                optimizers().trials(3, i -> optimizer(i, 0.1).errors().state(TrialState.FAILED));
        assertThat(answer(study))
                .isEqualTo("No result: 3 trials failed, which says nothing about the settings.");
        assertThat(headline(study).next().command()).contains("etude study retry 'my studies/s'");
    }

    @Test
    void ofAMetricOfWhichMoreIsBetter() {
        SyntheticStudy study =
                optimizers()
                        .objective(new Objective("validation/accuracy", Mode.MAX))
                        .trials(
                                20,
                                i ->
                                        optimizer(i, i % 2 == 0 ? 0.97 : 0.9)
                                                .metric("validation/accuracy"));
        assertThat(answer(study))
                .startsWith(
                        "adam 97.10 %, sgd 90.10 % (validation/accuracy): adam is better by 7.00 points, beyond the noise of +-1.50 points.");
    }

    @Test
    void ofALossTheNoiseIsThatOfItsEvaluations() {
        SyntheticStudy study =
                SyntheticStudy.study()
                        .objective(new Objective("validation/loss", Mode.MIN))
                        .trial(
                                Run.trial(0)
                                        .metric("validation/loss")
                                        .errors(20, i -> i % 2 == 0 ? 1.0 : 1.1));
        assertThat(answer(study))
                .startsWith("Best validation/loss: 1 +-0.1")
                .contains("(95 %, from one evaluation to the next), trial 0 at step 100.");
    }

    @Test
    void ofALossTheNoiseIsThatOfTheBestTrials() {
        SyntheticStudy study =
                optimizers()
                        .objective(new Objective("validation/loss", Mode.MIN))
                        .trials(
                                20,
                                i ->
                                        optimizer(i, (i % 2 == 0 ? 1.0 : 1.25) + 0.01 * i)
                                                .metric("validation/loss"));
        assertThat(answer(study))
                .isEqualTo(
                        "adam 1, sgd 1.26 (validation/loss): adam is better by 0.26, beyond the noise of +-0.1557.");
    }

    @Test
    void ofASingleRun() {
        assertThat(ofRun(Run.trial(0).errors(0.5, 0.03, 0.04)).answer())
                .isEqualTo("Best validation/error_rate: 3.00 %, at step 200 of 300.");
        assertThat(ofRun(Run.trial(0).errors(0.5).infeasible(new Infeasible.Diverged(7))).answer())
                .isEqualTo("The run diverged after step 7: there is no result.");
        Headline running = ofRun(Run.trial(0).errors(0.5, 0.4).state(TrialState.RUNNING));
        assertThat(running.answer())
                .isEqualTo(
                        "The run has not ended; best validation/error_rate so far: 40.00 %, at step 200 of 200.");
        assertThat(running.next().text()).contains("the same etude train command continues");
        assertThat(running.bestSettings()).isEmpty();
    }

    @Test
    void theBestSettingsCanBeTrainedAgain() {
        SyntheticStudy study =
                optimizers()
                        .trial(
                                optimizer(0, 0.03)
                                        .config(Path.of("my studies/s/trials/00000/config.yaml")));
        BestSettings best = headline(study).bestSettings().orElseThrow();
        assertThat(best.sentence())
                .isEqualTo(
                        "Trial 0, 3.00 % at step 200: optimizer.name=adam, optimizer.learning_rate=0.1.");
        assertThat(best.command()).contains("etude train 'my studies/s/trials/00000/config.yaml'");
        assertThat(headline(study).plain())
                .contains("    etude train 'my studies/s/trials/00000/config.yaml'")
                .anyMatch(line -> line.startsWith("Best settings: Trial 0, 3.00 %"))
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void aProblemComesFirstThenWhatAsksForAttentionThenWhatIsNotKnownByTopic() {
        Verdict good = verdict(Topic.OVERLAP, new Answer.Good("Good."));
        Verdict unknown = verdict(Topic.CHANCE, new Answer.NotKnown("?", "find out"));
        Verdict points = verdict(Topic.POINTS, new Answer.Attention("!", "extend"));
        Verdict space = verdict(Topic.SPACE, new Answer.Attention("!", "widen"));
        Verdict problem = verdict(Topic.CLIPPING, new Answer.Problem("x", "clip less"));
        assertThat(next(good, unknown, points, space, problem)).isEqualTo("clip less");
        assertThat(next(good, unknown, points, space)).isEqualTo("widen");
        Verdict overlap = verdict(Topic.OVERLAP, new Answer.NotKnown("?", "count them"));
        assertThat(next(overlap, unknown)).isEqualTo("find out");
        assertThat(next(good, unknown)).isEqualTo("find out");
        assertThat(next(good)).startsWith("Every check passed: write the better value");
    }

    @Test
    void whatConcernsOneArmSaysWhich() {
        Answer lower = new Answer.Problem("x", "Lower the rate");
        Verdict adam =
                new Verdict(
                        Topic.STABLE_ABOVE_BEST_RATE,
                        "Is it stable in optimizer.name=adam?",
                        lower,
                        "plot");
        Verdict sgd =
                new Verdict(
                        Topic.STABLE_ABOVE_BEST_RATE,
                        "Is it stable in optimizer.name=sgd?",
                        lower,
                        "plot");
        assertThat(next(adam)).isEqualTo("For optimizer.name=adam: lower the rate");
        assertThat(next(adam, sgd)).as("both").isEqualTo("Lower the rate");
    }

    @Test
    void whatItCostsIsSaid() {
        SyntheticStudy study =
                optimizers().trials(9, i -> optimizer(i, 0.03).seconds(i == 0 ? 1e6 : 60));
        Remedy remedy = Remedy.of("Widen.", "etude study extend s --trials 40", 20);
        NextStep next =
                NextStep.ofStudy(
                        study.results(),
                        List.of(verdict(Topic.SPACE, new Answer.Problem("x", remedy))));
        assertThat(next.sentence())
                .isEqualTo("Widen. 20 trainings of 60 s: 20 min one after another.");
        assertThat(next.json())
                .containsEntry("command", "etude study extend s --trials 40")
                .containsEntry("trainings", 20)
                .containsEntry("seconds_per_training", 60.0);
    }

    private static Verdict verdict(Topic topic, Answer answer) {
        return new Verdict(topic, "?", answer, "plot");
    }

    private static String next(Verdict... verdicts) {
        SyntheticStudy study = optimizers().trials(2, i -> optimizer(i, 0.03));
        return NextStep.ofStudy(study.results(), List.of(verdicts)).text();
    }

    private static SyntheticStudy optimizers() {
        return SyntheticStudy.study()
                .arms("optimizer.name=adam", "optimizer.name=sgd")
                .choices("optimizer.name", Role.SCIENTIFIC, "adam", "sgd")
                .learningRate();
    }

    /** Even numbers are of Adam. */
    private static Run optimizer(int number, double error) {
        return Run.rated(number, 2.0 / 3)
                .arm(number % 2)
                .with("optimizer.name", number % 2 == 0 ? "adam" : "sgd")
                .errors(error + 0.001, error);
    }

    private static Headline ofRun(Run run) {
        TrialRecord trial = run.data();
        return Analysis.ofRun(
                        trial,
                        SyntheticStudy.ERROR_RATE,
                        RunFacts.Data.unknown(),
                        VerdictThresholds.defaults())
                .headline();
    }

    private static Headline headline(SyntheticStudy study) {
        return study.analysis().headline();
    }

    private static String answer(SyntheticStudy study) {
        return headline(study).answer();
    }
}
