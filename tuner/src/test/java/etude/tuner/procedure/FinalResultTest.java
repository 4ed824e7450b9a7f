package etude.tuner.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.run.MeasuredRun;
import etude.trainer.run.MeasuredSplit;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunRecord;
import etude.tuner.record.TestLooks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses whose standard errors are 0.03 and 0.04, so that chance explains 0.1. */
final class FinalResultTest {
    private static final RunConfig CONFIG =
            ConfigLoader.parse(
                    """
                    name: digits
                    dataset: {name: generated}
                    model: {name: mlp}
                    batch_size: 10
                    max_train_steps: 100
                    optimizer: {name: momentum, learning_rate: 0.1}
                    """,
                    "digits.yaml",
                    List.of());

    @TempDir private Path folder;

    private static MeasuredRun measured(String split, double loss, double error) {
        return new MeasuredRun(
                CONFIG,
                40,
                new ExampleSpec(new Features.Vector(2), new Target.Classes(List.of("a|b", "rare"))),
                500,
                "500 training and 100 validation examples, digest 0",
                Optional.of("100 test examples, digest 1"),
                new MeasuredSplit(
                        100,
                        Map.of(split + "/loss", loss),
                        Map.of(split + "/loss", error),
                        Map.of(),
                        new long[] {80, 20},
                        new long[] {80, 13}));
    }

    private FinalResult result(boolean fold, double test, int looks) {
        FinalPlan plan =
                new FinalPlan(
                        "digits-final",
                        RunRecord.read(new RunDirectory(folder)),
                        Optional.empty(),
                        40,
                        fold);
        return new FinalResult(
                plan,
                measured("validation", 0.5, 0.03),
                measured("test", test, 0.04),
                new TestLooks(looks, Optional.empty()));
    }

    @Test
    void differencesThatChanceExplainsAgree() {
        assertThat(result(false, 0.599, 1).sentences().get(2))
                .isEqualTo(
                        "The test split has 0.099 more than the validation split, where chance explains 0.1 (two standard errors): the two agree.");
        assertThat(result(false, 0.401, 1).sentences().get(2)).endsWith("the two agree.");
    }

    @Test
    void differencesBeyondChanceSayWhatTheyMayMean() {
        assertThat(result(false, 0.61, 1).sentences().get(2))
                .contains("0.11 more")
                .contains("the search has fitted the validation examples");
        assertThat(result(false, 0.39, 1).sentences().get(2))
                .endsWith(": the splits hold different examples.");
        assertThat(result(true, 0.39, 1).sentences().get(2)).contains("more examples trained");
    }

    @Test
    void secondLooksAndFoldedSplitsAreSaid() {
        assertThat(result(false, 0.5, 1).sentences())
                .contains("This was the first look at the test split with this run.")
                .doesNotContain(FinalResult.FOLDED);
        assertThat(result(true, 0.5, 3).sentences())
                .contains(FinalResult.FOLDED)
                .anyMatch(s -> s.startsWith("This was look number 3 at the test split"));
    }

    @Test
    void cardCountsRareClassesAndGivesRatesOfOthers() {
        assertThat(new ModelCard(result(false, 0.5, 1), Optional.empty(), List.of("etude")).text())
                .contains(
                        "| a\\|b | 80 | 80 | 100 % | 1.66 points |",
                        "| rare | 20 | 13 |  |  |",
                        "| test | 100 | test/loss | 0.5000 | 0.04 |",
                        "- Trained on 500 examples.");
    }
}
