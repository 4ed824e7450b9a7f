package etude.tuner.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The study that a comparison runs, and what is refused before it. */
final class StepComparisonTest {
    /** 900 examples for training: one epoch of 30 steps. */
    private static final String CONFIG =
            """
            name: small
            dataset: {name: generated, examples: 1000, validation_fraction: 0.1}
            model: {name: mlp, hidden: [8]}
            batch_size: 30
            max_train_steps: 4 epochs
            optimizer: {name: momentum, learning_rate: 0.05}
            schedule: {warmup_steps: 90 examples}
            evaluation: {every: 50, batch_size: 64}
            """;

    @TempDir private Path directory;

    @BeforeEach
    void writeConfig() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), CONFIG);
    }

    private ComparisonOptions options(
            String target, List<Integer> sizes, int trials, Optional<String> rates) {
        return options(target, sizes, trials, rates, false);
    }

    private ComparisonOptions options(
            String target, List<Integer> sizes, int trials, Optional<String> rates, boolean fresh) {
        return new ComparisonOptions(
                directory.resolve("config.yaml"),
                List.of(),
                target,
                sizes,
                trials,
                rates,
                directory.resolve("probes"),
                Optional.of(directory.resolve("out")),
                fresh,
                List.of("etude"));
    }

    @Test
    void everySizeHasTheSameStepsWhateverTheConfigCountsIn() {
        StepComparison comparison =
                StepComparison.of(
                        options("validation/loss=1", List.of(15, 60), 3, Optional.empty()));
        try (var study = comparison.open(note -> {})) {
            assertThat(study.study().trials()).hasSize(6);
        }
        Study study = Study.read(directory.resolve("out/study.yaml"));
        assertThat(study.name()).isEqualTo("out");
        assertThat(study.objective().metric()).isEqualTo("validation/loss");
        for (Trial trial : study.trials()) {
            RunConfig config = study.config(trial);
            StepBudget budget = new StepBudget(config, 900);
            assertThat(budget.totalSteps()).isEqualTo(120 + 3);
            assertThat(budget.evaluateEvery()).isEqualTo(6);
            assertThat(config.batchSize()).isEqualTo(trial.arm() == 0 ? 15 : 60);
            assertThat(config.optimizer().learningRate()).isBetween(0.00313, 0.8);
        }

        assertThat(directory.resolve("out/study.yaml"))
                .content()
                .contains("STEP budget")
                .contains("123 updates");
    }

    @Test
    void anotherComparisonIsRefusedButMoreTrialsAndOtherValuesAreNot() {
        var two = List.of(15, 60);
        StepComparison.of(options("validation/loss=1", two, 3, Optional.empty()))
                .open(note -> {})
                .close();
        StepComparison other =
                StepComparison.of(options("validation/loss=2", two, 3, Optional.of("0.1,1")));
        assertThatThrownBy(() -> other.open(note -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds a comparison with other settings")
                .hasMessageContaining("min: 0.00313 -> 0.1")
                .hasMessageContaining("--fresh");
        StepComparison more =
                StepComparison.of(options("validation/loss=0.5", two, 4, Optional.empty()));
        try (var study = more.open(note -> {})) {
            assertThat(study.study().trialCount()).isEqualTo(8);
        }
    }

    @Test
    void freshPutsTheEarlierComparisonAside() {
        var two = List.of(15, 60);
        Optional<String> rates = Optional.of("0.1,1");
        StepComparison.of(options("validation/loss=1", two, 3, Optional.empty()))
                .open(note -> {})
                .close();
        List<String> notes = new ArrayList<>();
        StepComparison.of(options("validation/loss=1", two, 4, rates, true))
                .open(notes::add)
                .close();
        assertThat(notes).singleElement().asString().contains("the earlier comparison is now in");
        assertThat(Study.read(directory.resolve("out.old-1/study.yaml")).trialCount()).isEqualTo(6);
        assertThat(Study.read(directory.resolve("out/study.yaml")).trialCount()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    32     | validation/loss=1     | expected 2 to 6 batch sizes, such as 32,64,128, found 1
                    64 32  | validation/loss=1     | expected increasing batch sizes, found 32 after 64
                    32 32  | validation/loss=1     | expected increasing batch sizes, found 32 after 32
                    0 32   | validation/loss=1     | expected at least 1, found 0
                    32 901 | validation/loss=1     | at most the 900 training examples there are, found 901
                    32 64  | validation/loss       | a metric and the value to reach
                    32 64  | validation/loss=small | a metric and the value to reach
                    32 64  | validation/accuracy=1 | a metric that evaluation measures (validation/loss, validation/error_rate
                    """)
    void mistakesAreOneSentence(String sizes, String target, String sentence) {
        List<Integer> numbers = List.of(sizes.split(" ")).stream().map(Integer::valueOf).toList();
        assertThatThrownBy(() -> StepComparison.of(options(target, numbers, 3, Optional.empty())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void learningRatesAreARange() {
        assertThat(RateRange.parse("0.01,1")).isEqualTo(new RateRange(0.01, 1));
        assertThat(RateRange.around(0.05).toString()).isEqualTo("0.00313,0.8");
        for (String wrong : List.of("1", "1,0.1", "0,1", "a,b", "1,2,3")) {
            assertThatThrownBy(() -> RateRange.parse(wrong)).hasMessageContaining(wrong);
        }
    }

    @Test
    void moreMayBeBetter() {
        RunConfig config =
                ConfigLoader.parse(
                        CONFIG + "checkpoints: {metric: validation/loss, mode: max}\n",
                        "config",
                        List.of());
        StepTarget target = StepTarget.parse("validation/loss=3", config.checkpoints());
        assertThat(target.isReachedBy(3.5)).isTrue();
        assertThat(target.isReachedBy(2.5)).isFalse();
        assertThat(target).hasToString("validation/loss >= 3");
    }
}
