package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.run.RunFacts;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Objective;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ChanceVerdictTest {
    private static final String CHANCE = "Is the result much better than chance";

    /** 10 classes: chance errs on 90 %, a fifth of the way is 72 %. */
    @Test
    void chanceIsBeatenByAFifthOfTheWay() {
        good(
                withBest(0.71).verdict(CHANCE),
                "is 71.00 %; chance among equally frequent classes gives 90.00 %");
        attention(withBest(0.73).verdict(CHANCE), "only 19 % of the way", "Look for a bug first");
        problem(withBest(0.85).verdict(CHANCE), "is 85.00 %", "Look for a bug first");
    }

    @Test
    void chanceIsUnknownWithoutClasses() {
        notKnown(
                withBest(0.1).dataset(RunFacts.Data.unknown()).verdict(CHANCE),
                "not known for validation/error_rate",
                "best constant prediction");
    }

    /** Of 1,000 classes chance names 0.1 % rightly: ten times that is 99 % of errors. */
    @Test
    void tenTimesTheAccuracyOfChanceIsMuchBetter() {
        RunFacts.Data thousand = SyntheticStudy.data(OptionalInt.of(50_000), OptionalInt.of(1000));
        good(
                study().dataset(thousand).trial(trial(0).errors(0.989)).verdict(CHANCE),
                "chance among");
        problem(
                study().dataset(thousand).trial(trial(0).errors(0.991)).verdict(CHANCE),
                "gives 99.90 %",
                "Look for a bug");
    }

    /** ln 10 = 2.303, a fifth of the way is 1.842. */
    @Test
    void aLossIsComparedWithThatOfGuessing() {
        good(withLoss(1.83).verdict(CHANCE), "The best validation/loss is 1.83; chance");
        attention(withLoss(1.86).verdict(CHANCE), "gives 2.303. That is only 19 %", "bug");
    }

    private static SyntheticStudy withLoss(double loss) {
        return study().objective(new Objective("validation/loss", Mode.MIN))
                .trial(trial(0).metric("validation/loss").errors(2.5, loss));
    }

    private static SyntheticStudy withBest(double error) {
        return study().trial(trial(0).errors(0.9, error));
    }
}
