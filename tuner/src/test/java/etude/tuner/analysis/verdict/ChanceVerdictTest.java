package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.run.RunFacts;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Objective;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ChanceVerdictTest {
    private static final String CHANCE = "Is the result much better than chance";

    /** 10 classes: chance errs on 90 %, a fifth of the way is 72 %. */
    @Test
    void chanceIsBeatenByAFifthOfTheWay() {
        good(
                withBest(0.71).verdict(CHANCE),
                "is 71.00 %; always naming the most frequent class gives 90.00 %.");
        attention(
                withBest(0.73).verdict(CHANCE),
                "that is only 19 % of the way to perfection",
                "Look for a bug first");
        problem(withBest(0.85).verdict(CHANCE), "is 85.00 %", "Look for a bug first");
    }

    @Test
    void chanceIsUnknownWithoutClasses() {
        notKnown(
                withBest(0.1).dataset(RunFacts.Data.unknown()).verdict(CHANCE),
                "reaches in validation/error_rate was not recorded",
                "best constant prediction");
    }

    /** Of 1,000 classes chance names 0.1 % rightly: ten times that is 99 % of errors. */
    @Test
    void tenTimesTheAccuracyOfChanceIsMuchBetter() {
        RunFacts.Data thousand = SyntheticStudy.data(OptionalInt.of(50_000), OptionalInt.of(1000));
        good(
                study().dataset(thousand).trial(trial(0).errors(0.989)).verdict(CHANCE),
                "always naming");
        problem(
                study().dataset(thousand).trial(trial(0).errors(0.991)).verdict(CHANCE),
                "gives 99.90 %",
                "Look for a bug");
    }

    /** ln 10 = 2.303, a fifth of the way is 1.842. */
    @Test
    void aLossIsComparedWithThatOfGuessing() {
        good(
                withLoss(1.83).verdict(CHANCE),
                "The best validation/loss is 1.83; predicting how frequent each class is gives 2.303.");
        attention(withLoss(1.86).verdict(CHANCE), "gives 2.303: that is only 19 %", "bug");
    }

    private static SyntheticStudy withLoss(double loss) {
        return study().objective(new Objective("validation/loss", Mode.MIN))
                .trial(trial(0).metric("validation/loss").errors(2.5, loss));
    }

    private static SyntheticStudy withBest(double error) {
        return study().trial(trial(0).errors(0.9, error));
    }

    /** 5 % of the examples are of the rarer class. */
    private static SyntheticStudy rare(int examples, double error) {
        return study().dataset(facts(examples, 2, Map.of("validation/error_rate", 0.05)))
                .trial(trial(0).errors(0.06, error));
    }

    @Test
    void theMostFrequentClassIsNoResult() {
        problem(
                rare(2000, 0.06).verdict(CHANCE),
                "The best validation/error_rate is 6.00 %; always naming the most frequent class gives 5.00 %: it is no better than that.",
                "Look for a bug first");
        good(rare(10_000, 0.02).verdict(CHANCE), "gives 5.00 %.");
        notKnown(rare(200, 0.03).verdict(CHANCE), "by luck.", "more validation examples");
        problem(rare(200, 0.045).verdict(CHANCE), "by luck: it is no better than that.", "bug");
    }

    @Test
    void aModelThatLearnedItsTrainingExamplesHasNoSuchBug() {
        Run run = trial(0).errors(0.06, 0.06).trainLosses(0.1, 0.0005);
        problem(
                study().dataset(facts(2000, 2, Map.of("validation/error_rate", 0.05)))
                        .trial(run)
                        .verdict(CHANCE),
                "no better",
                "The training examples are learned (train_evaluation/loss 0.0005)");
    }

    @Test
    void withoutCountsClassesAreTakenToBeEquallyFrequent() {
        good(
                study().dataset(facts(2000, 10, Map.of()))
                        .trial(trial(0).errors(0.1))
                        .verdict(CHANCE),
                "guessing among 10 classes, taken to be equally frequent for want of their counts, gives 90.00 %.");
    }

    private static RunFacts.Data facts(int examples, int classes, Map<String, Double> constant) {
        return new RunFacts.Data(
                OptionalInt.empty(),
                OptionalInt.of(examples),
                OptionalInt.of(examples),
                classes == 0 ? OptionalInt.empty() : OptionalInt.of(classes),
                Optional.empty(),
                constant,
                OptionalInt.of(0),
                OptionalInt.empty());
    }

    /** Targets near 250,000 with a deviation of 100,000, of which nothing was learned. */
    private static SyntheticStudy targets(double level) {
        SplittableRandom random = new SplittableRandom(6);
        return study().objective(new Objective("validation/loss", Mode.MIN))
                .dataset(
                        facts(
                                2000,
                                0,
                                Map.of("validation/loss", 1e10, "train_evaluation/loss", 1e10)))
                .trials(
                        3,
                        n ->
                                trial(n).metric("validation/loss")
                                        .errors(40, i -> level * (1 + 0.01 * random.nextDouble()))
                                        .trainLosses(
                                                40, i -> level * (1 + 0.01 * random.nextDouble()))
                                        .measured("validation/mean_absolute_error", i -> 8e4)
                                        .stepLosses(
                                                4000,
                                                i -> level * Math.pow(random.nextGaussian(), 2)));
    }

    @Test
    void aRegressionThatLearnedNothingIsToldToScaleItsTargets() {
        problem(
                targets(1e10).verdict(CHANCE),
                "(R2 0.00); predicting the mean gives 1e10: it is no better than that.",
                "standardize_target: true");
        good(targets(1e9).verdict(CHANCE), "(R2 0.90); predicting the mean gives 1e10.");
    }

    /** One advice: no other verdict blames the length, the noise or the stability of training. */
    @Test
    void aRegressionThatLearnedNothingGetsOneAdvice() {
        assertThat(targets(1e10).analysis().verdicts())
                .filteredOn(
                        verdict ->
                                verdict.answer() instanceof Answer.Problem
                                        || verdict.answer() instanceof Answer.Attention)
                .extracting(Verdict::topic)
                .filteredOn(topic -> topic != Topic.POINTS)
                .containsExactly(Topic.CHANCE);
    }

    @Test
    void predictionsOfTokensAreComparedWithTheirFrequencies() {
        good(
                study().objective(new Objective("validation/loss", Mode.MIN))
                        .dataset(facts(2000, 0, Map.of("validation/loss", 3.3)))
                        .trial(
                                trial(0).metric("validation/loss")
                                        .errors(3, 1.8)
                                        .measured("validation/perplexity", i -> 6))
                        .verdict(CHANCE),
                "The best validation/loss is 1.8; predicting how frequent each token is gives 3.3.");
    }

    @Test
    void validationExamplesThatAreTrainingExamplesComeFirst() {
        Verdict known = overlap(OptionalInt.of(564));
        problem(
                known,
                "564 of the 600 validation examples (94 %) are training examples as well",
                "Remove the duplicates");
        assertThat(known.topic()).isEqualTo(Topic.OVERLAP);
        good(overlap(OptionalInt.of(0)), "Yes: none of the 600 validation examples");
        attention(
                overlap(OptionalInt.of(1)),
                "1 of the 600 validation examples (0.17 %) is",
                "Remove");
        notKnown(overlap(OptionalInt.empty()), "was not recorded", "etude data inspect");
    }

    @Test
    void aTextHasNoExamplesThatCouldBeShared() {
        good(
                study().objective(new Objective("validation/loss", Mode.MIN))
                        .dataset(facts(2000, 0, Map.of("validation/loss", 3.3)))
                        .trial(
                                trial(0).metric("validation/loss")
                                        .errors(3, 1.8)
                                        .measured("validation/perplexity", i -> 6))
                        .verdict("Are validation and training examples apart"),
                "A text has no examples to compare");
    }

    /** The first verdict of a study. */
    private static Verdict overlap(OptionalInt shared) {
        RunFacts.Data data =
                new RunFacts.Data(
                        OptionalInt.of(2400),
                        OptionalInt.of(600),
                        OptionalInt.of(600),
                        OptionalInt.of(10),
                        Optional.empty(),
                        Map.of(),
                        shared,
                        OptionalInt.empty());
        return study().dataset(data).trial(trial(0).errors(0.1)).analysis().verdicts().get(0);
    }
}
