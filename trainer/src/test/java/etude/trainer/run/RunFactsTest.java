package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.RunConfig;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run says of itself, and what can still be told of runs from before it said so. */
class RunFactsTest {
    @TempDir static Path shared;

    private static RunDirectory run = new RunDirectory(Path.of(""));

    @TempDir Path temporary;

    /** 240 training examples in batches of 16 are 15 steps an epoch. */
    @BeforeAll
    static void train() {
        run = new RunDirectory(shared.resolve("run"));
        SmallRun.run(
                run.root(),
                new Quiet(),
                "max_train_steps=3 epochs",
                "schedule.warmup_steps=0.5 epochs",
                "evaluation.every=1 epochs",
                "evaluation.validation_examples=40",
                "checkpoints.every=50%",
                "logging.every=160 examples");
    }

    @Test
    void aRunSaysWhatItsConfigComesTo() {
        RunFacts facts = RunFacts.read(run).orElseThrow();
        assertThat(facts.name()).isEqualTo("small");
        assertThat(facts.seed()).isEqualTo(3);
        assertThat(facts.device()).contains("cpu()");
        assertThat(facts.threads()).isEqualTo(1);
        assertThat(facts.batchSize()).isEqualTo(16);
        assertThat(facts.learningRate()).isEqualTo(0.01);
        assertThat(facts.clippingNorm()).hasValue(1.0);
        assertThat(facts.decay()).hasValue(0);
        assertThat(facts.steps()).isEqualTo(steps(8, 45, 10, 15, 23));
        assertThat(facts.steps().total()).hasValue(53);
        assertThat(facts.ranking()).isEqualTo(new Ranking("validation/error_rate", Mode.MIN));
        assertThat(facts.data().trainExamples()).hasValue(240);
        assertThat(facts.data().validationExamples()).hasValue(60);
        assertThat(facts.data().evaluatedExamples()).hasValue(40);
        assertThat(facts.data().classes()).hasValue(10);
        assertThat(facts.data().digest()).hasValueSatisfying(d -> assertThat(d).hasSize(16));
        assertThat(facts.data().constant())
                .containsOnlyKeys(
                        "train_evaluation/loss",
                        "train_evaluation/error_rate",
                        "validation/loss",
                        "validation/error_rate");
        assertThat(facts.data().constant().get("validation/error_rate")).isBetween(0.8, 1.0);
        assertThat(facts.data().overlapping()).as("drawn ones never do").isEmpty();
        assertThat(facts.data().testExamples()).as("drawn beside them").hasValue(60);
    }

    @Test
    void examplesThatOverlapAreKept() {
        RunFacts.Data data =
                new RunFacts.Data(
                        OptionalInt.of(5400),
                        OptionalInt.of(600),
                        OptionalInt.of(600),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Map.of("validation/loss", 1.5),
                        OptionalInt.of(564),
                        OptionalInt.of(0));
        RunDirectory directory = new RunDirectory(temporary);
        RunFacts facts = RunFacts.infer(SmallRun.config(), OptionalLong.empty(), data);
        facts.write(directory);
        assertThat(RunFacts.read(directory)).contains(facts);
        assertThat(directory.facts())
                .content()
                .contains(
                        "\"overlapping_examples\" : 564",
                        "\"test_examples\" : 0",
                        "\"constant_prediction\" : {");
    }

    @Test
    void itIsTheSameWhenTheRunGoesOnAndReadWithoutTheConfig() throws IOException {
        byte[] before = Files.readAllBytes(run.facts());
        RunFacts facts = RunFacts.read(run).orElseThrow();
        Files.delete(run.facts());
        SmallRun.run(
                run.root(),
                new Quiet(),
                "max_train_steps=3 epochs",
                "schedule.warmup_steps=0.5 epochs",
                "evaluation.every=1 epochs",
                "evaluation.validation_examples=40",
                "checkpoints.every=50%",
                "logging.every=160 examples");
        assertThat(run.facts()).hasBinaryContent(before);
        RunDirectory alone = new RunDirectory(Files.createDirectory(temporary.resolve("alone")));
        Files.copy(run.facts(), alone.facts());
        assertThat(RunFacts.read(alone)).contains(facts);
    }

    @Test
    void aRunFromBeforeHasTheWarmupThatItsLengthTells() throws IOException {
        RunDirectory old = new RunDirectory(Files.createDirectory(temporary.resolve("old")));
        for (Path file : List.of(run.config(), run.summary(), run.classes())) {
            Files.copy(file, old.root().resolve(file.getFileName()));
        }
        RunFacts facts = RunFacts.read(old).orElseThrow();
        RunFacts written = RunFacts.read(run).orElseThrow();
        assertThat(facts.steps()).isEqualTo(written.steps());
        assertThat(facts.ranking()).isEqualTo(written.ranking());
        assertThat(facts.learningRate()).isEqualTo(written.learningRate());
        assertThat(facts.data().evaluatedExamples()).hasValue(40);
        assertThat(facts.data().classes()).hasValue(10);
        assertThat(facts.data().trainExamples()).isEmpty();

        Files.delete(old.summary());
        assertThat(RunFacts.read(old).orElseThrow().steps())
                .as("nobody knows how long the run was to be")
                .isEqualTo(
                        new RunFacts.Steps(
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.of(10),
                                OptionalLong.empty(),
                                OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        // max_train_steps, warmup_steps, updates, warmup, max
        "2000, 100, , 100, 2000",
        "2000, 5%, , 100, 2000",
        "32000 examples, 1600 examples, , 100, 2000",
        "32000 examples, 5%, , 100, 2000",
        "10 epochs, 1 epochs, 165, 15, 150",
        "10 epochs, 5%, 158, 8, 150",
        "10 epochs, 100, 250, 100, 150",
        "150, 1 epochs, 165, 15, 150",
        "2000, 1 epochs, , , 2000",
        "10 epochs, 1 epochs, , ,",
        "10 epochs, 0, , 0,",
        "2000, 100, 7, 100, 2000",
    })
    void aWarmupIsToldOrUnknownAndNeverGuessed(
            String max,
            String warmup,
            @Nullable Long updates,
            @Nullable Long expected,
            @Nullable Long expectedMax) {
        RunConfig config =
                SmallRun.config("max_train_steps=" + max, "schedule.warmup_steps=" + warmup);
        RunFacts facts = RunFacts.infer(config, optional(updates), RunFacts.Data.unknown());
        assertThat(facts.steps().warmup()).isEqualTo(optional(expected));
        assertThat(facts.steps().maxTrain()).isEqualTo(optional(expectedMax));
    }

    @Test
    void noRunHasNoFactsAndADamagedFileIsNamed() throws IOException {
        RunDirectory none = new RunDirectory(temporary);
        assertThat(RunFacts.read(none)).isEmpty();
        Files.writeString(none.facts(), "{\"name\": 3}");
        assertThatThrownBy(() -> RunFacts.read(none))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("run.json")
                .hasMessageContaining("name");
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static RunFacts.Steps steps(
            long warmup, long max, long log, long evaluate, long checkpoint) {
        return new RunFacts.Steps(
                OptionalLong.of(warmup),
                OptionalLong.of(max),
                OptionalLong.of(log),
                OptionalLong.of(evaluate),
                OptionalLong.of(checkpoint));
    }
}
