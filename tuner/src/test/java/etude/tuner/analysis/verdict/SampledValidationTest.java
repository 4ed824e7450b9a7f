package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.run.RunFacts;
import etude.trainer.run.WholeValidation;
import etude.trainer.run.WholeValidation.Checkpoint;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Samples of 500 of 2,000 examples; {@code CalibrationTest} has the rates. */
final class SampledValidationTest {
    private static final String QUESTION = "Does the sample of validation examples";

    private static RunFacts.Data data(int evaluated) {
        return new RunFacts.Data(
                OptionalInt.empty(),
                OptionalInt.of(2000),
                OptionalInt.of(evaluated),
                OptionalInt.of(10),
                Optional.empty(),
                Map.of(),
                OptionalInt.of(0),
                OptionalInt.empty());
    }

    /** Blocks differ by 1 point to both sides, in the same way for every checkpoint. */
    private static Checkpoint checkpoint(long step, double sample, double whole, double apart) {
        List<Double> blocks = new ArrayList<>();
        for (int block = 0; block < 20; block++) {
            blocks.add(whole + (block % 2 == 0 ? 0.01 : -0.01) * apart);
        }
        return new Checkpoint(step, sample, whole, 0.01, blocks);
    }

    private static WholeValidation whole(Checkpoint... checkpoints) {
        return new WholeValidation("validation/error_rate", 500, 2000, List.of(checkpoints));
    }

    private static Verdict ofRun(WholeValidation whole) {
        Analysis analysis =
                Analysis.ofRun(
                        trial(0).errors(0.2, 0.1).whole(whole).data(),
                        new Objective("validation/error_rate", Mode.MIN),
                        data(500),
                        VerdictThresholds.defaults());
        return SyntheticStudy.verdict(analysis, QUESTION);
    }

    private static SyntheticStudy study(double... samples) {
        SyntheticStudy study = SyntheticStudy.study().dataset(data(500));
        for (int i = 0; i < samples.length; i++) {
            study.trial(
                    trial(i).errors(samples[i])
                            .whole(whole(checkpoint(100, samples[i], 0.11 - 0.02 * i, 1 + i))));
        }
        return study;
    }

    @Test
    void sampleThatAgreesIsGood() {
        good(
                ofRun(whole(checkpoint(100, 0.2, 0.19, 1), checkpoint(200, 0.1, 0.11, 1))),
                "Yes: at the last checkpoint validation/error_rate on the sample of 500 is 1.00 points less than on all 2000 validation examples, where the choice of the sample explains 2.72 points. Of 2 kept checkpoints step 200 is first by both; both rank them alike.");
    }

    @Test
    void skewThatChanceDoesNotExplainAsksForAttention() {
        attention(
                ofRun(whole(checkpoint(100, 0.2, 0.24, 1), checkpoint(200, 0.1, 0.15, 1))),
                "is 5.00 points less than on all 2000 validation examples, more than the choice of a sample explains (3.10 points): values on it are too good.",
                "take a larger sample");
    }

    @Test
    void checkpointThatIsWorseThanAnotherOnAllIsAProblem() {
        problem(
                ofRun(whole(checkpoint(100, 0.11, 0.09, 2), checkpoint(200, 0.1, 0.11, 1))),
                "The sample puts step 200 first, of all examples step 100 is better by 2.00 points, where chance explains",
                "Take step 100");
    }

    @Test
    void trialsAreRankedByTheirBestCheckpoints() {
        problem(
                study(0.09, 0.1, 0.11).verdict(QUESTION),
                "The sample puts trial 0 first, of all examples trial 2 is better by 4.00 points",
                "Take trial 2");
        assertThat(study(0.09, 0.1, 0.11).verdict(QUESTION).answer().sentence())
                .endsWith("3 of 3 pairs change their order.");
        good(study(0.11, 0.1).verdict(QUESTION), "Of 2 trials trial 1 is first by both");
    }

    @Test
    void runOfAnEarlierVersionDoesNotTell() {
        notKnown(
                SyntheticStudy.study()
                        .dataset(data(500))
                        .trial(trial(0).errors(0.1))
                        .verdict(QUESTION),
                "No checkpoint was evaluated with validation/error_rate on all",
                "etude evaluate RUN --split validation");
    }

    @Test
    void nobodyAsksWhereAllExamplesAreEvaluated() {
        Analysis analysis =
                SyntheticStudy.study().dataset(data(2000)).trial(trial(0).errors(0.1)).analysis();
        assertThat(analysis.verdicts()).noneMatch(verdict -> verdict.topic() == Topic.SAMPLE);
    }
}
