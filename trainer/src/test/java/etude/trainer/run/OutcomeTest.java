package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.config.ConfigException;
import etude.trainer.engine.TestDevice;
import etude.trainer.files.AtomicFiles;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepsFile;
import etude.trainer.run.SmallRun.Quiet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {
    @TempDir Path temporary;

    @Test
    void aNonFiniteLossEndsTheRunAsDivergedWhateverTheLoggingInterval() {
        for (String interval : List.of("logging.every=1", "logging.every=50")) {
            Path directory = temporary.resolve(interval);
            Outcome outcome =
                    SmallRun.run(
                            directory,
                            new Quiet(),
                            interval,
                            "optimizer.name=sgd",
                            "optimizer.learning_rate=1.0e30",
                            "gradient_clipping=null");
            assertThat(outcome).isEqualTo(new Outcome.Diverged(divergingStep(directory)));
            assertThat(new RunDirectory(directory).summary()).content().contains("\"diverged\"");
        }
    }

    /** The running variance of one value is 0/0: each step is finite, what is evaluated is not. */
    @ParameterizedTest
    @ValueSource(strings = {"batch_size=1", "gradient_accumulation=16"})
    void anEvaluationThatIsNotFiniteEndsTheRunAsDiverged(String setting) {
        Quiet watcher = new Quiet();
        Outcome outcome = SmallRun.run(temporary, watcher, setting, "dataset.augment=[]");
        assertThat(outcome).isEqualTo(new Outcome.Diverged(20));
        RunDirectory run = new RunDirectory(temporary);
        Summary summary = Summary.read(run).orElseThrow();
        assertThat(summary.end().status()).isEqualTo(RunStatus.DIVERGED);
        assertThat(summary.steps()).isEqualTo(20);
        assertThat(summary.best()).as("no value is a number").isEmpty();
        assertThat(MetricsLog.read(run.metrics()))
                .last()
                .satisfies(last -> assertThat(last.metrics().get("validation/loss")).isNaN());
        assertThat(run.checkpoints().resolve("step-00000020")).doesNotExist();
        assertThat(watcher.notes)
                .anySatisfy(
                        note ->
                                assertThat(note)
                                        .startsWith(
                                                "model.normalization: batch_norm has the statistics of one example"));
    }

    /** The first step whose record is not finite. */
    private static long divergingStep(Path directory) {
        float[] losses = StepsFile.read(new RunDirectory(directory).steps()).losses();
        float[] norms = StepsFile.read(new RunDirectory(directory).steps()).gradientNorms();
        int step = 0;
        while (Float.isFinite(losses[step]) && Float.isFinite(norms[step])) {
            step++;
        }
        return step;
    }

    @Test
    void everyCheckpointCanBeEvaluatedAndAgreesWithTheRun() {
        Path directory = temporary.resolve("evaluated");
        Map<String, Double> measured = new LinkedHashMap<>();
        Quiet keep =
                new Quiet() {
                    @Override
                    public void measured(long step, Map<String, Double> metrics) {
                        measured.putAll(metrics);
                    }
                };
        SmallRun.run(directory, keep);
        Path predictions = temporary.resolve("predictions.jsonl");
        Map<String, Double> again =
                EvaluationRun.execute(
                        new EvaluateOptions(
                                directory,
                                "validation",
                                "latest",
                                Optional.of(predictions),
                                TestDevice.name(),
                                List.of()),
                        new Quiet());
        assertThat(again).isNotEmpty();
        again.forEach((name, value) -> assertThat(measured).containsEntry(name, value));
        assertThat(predictions).content().hasLineCount(60);
    }

    @Test
    void theRunDirectoryExplainsItself() throws Exception {
        Path directory = temporary.resolve("explained");
        SmallRun.run(directory, new Quiet());
        RunDirectory run = new RunDirectory(directory);
        assertThat(run.config()).content().contains("epsilon:", "split_seed: 0");
        assertThat(run.summary())
                .content()
                .contains("\"completed\"", "\"p90\"", "validation/error_rate");
        assertThat(run.classes()).content().contains("\"validation\"");
        try (var files = Files.list(run.predictions())) {
            assertThat(files).hasSize(3); // steps 20, 40, 60
        }
        try (var files = Files.list(run.tensorboard())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void moreThanHalfTheUpdatesClippedIsAdvisedAgainst() {
        Quiet progress = new Quiet();
        SmallRun.run(temporary.resolve("clipped"), progress, "gradient_clipping={norm: 0.001}");
        assertThat(progress.notes)
                .anySatisfy(note -> assertThat(note).contains("100 % of the updates were clipped"));
        assertThat(new RunDirectory(temporary.resolve("clipped")).summary())
                .content()
                .contains(
                        "\"clipped_fraction\" : 1.0",
                        "\"warning\" : \"100 % of the updates were clipped: lower optimizer.learning_rate instead");
        Quiet mild = new Quiet();
        SmallRun.run(temporary.resolve("mild"), mild, "gradient_clipping={norm: 1000}");
        assertThat(mild.notes).noneSatisfy(note -> assertThat(note).contains("clipped"));
        assertThat(new RunDirectory(temporary.resolve("mild")).summary())
                .content()
                .contains("\"clipped_fraction\" : 0.0")
                .doesNotContain("warning");
    }

    @Test
    void outOfMemoryNamesTheBatchSizeThatDidNotFit() {
        Path training = temporary.resolve("training");
        assertThat(SmallRun.run(training, new Quiet(), "model={name: hungry, training: true}"))
                .isInstanceOfSatisfying(
                        Outcome.OutOfMemory.class,
                        memory -> {
                            assertThat(memory.setting()).isEqualTo("batch_size");
                            assertThat(memory.batchSize()).isEqualTo(16);
                        });
        Path evaluation = temporary.resolve("evaluation");
        assertThat(SmallRun.run(evaluation, new Quiet(), "model=hungry"))
                .isInstanceOfSatisfying(
                        Outcome.OutOfMemory.class,
                        memory -> {
                            assertThat(memory.setting()).isEqualTo("evaluation.batch_size");
                            assertThat(memory.batchSize()).isEqualTo(37);
                        });
        assertThat(new RunDirectory(evaluation).summary())
                .content()
                .contains(
                        "\"out_of_memory\"",
                        "evaluation.batch_size 37 does not fit",
                        "\"steps\" : 20");
    }

    @Test
    void aFailureIsInTheSummaryWithTheStepsDoneBeforeIt() {
        Path directory = temporary.resolve("failed");
        Quiet failing =
                new Quiet() {
                    @Override
                    public void measured(long step, Map<String, Double> metrics) {
                        if (step == 28) {
                            throw new IllegalStateException("the terminal is gone");
                        }
                    }
                };
        assertThatThrownBy(() -> SmallRun.run(directory, failing))
                .hasMessage("the terminal is gone");
        assertThat(new RunDirectory(directory).summary())
                .content()
                .contains(
                        "\"status\" : \"failed\"",
                        "\"detail\" : \"the terminal is gone\"",
                        "\"steps\" : 28",
                        "\"best\"");
    }

    @Test
    void aRankingMetricThatTheRunWillNotHaveIsRefusedAtTheStart() {
        Path directory = temporary.resolve("ranked");
        assertThatThrownBy(
                        () ->
                                SmallRun.run(
                                        directory,
                                        new Quiet(),
                                        "checkpoints.metric=validation/perplexity"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "checkpoints.metric: expected a metric that this run will have (validation/loss, validation/error_rate, train_evaluation/loss, train_evaluation/error_rate, train/loss), found validation/perplexity");
        assertThatThrownBy(
                        () ->
                                SmallRun.run(
                                        directory,
                                        new Quiet(),
                                        "checkpoints.metric=validation/loss",
                                        "evaluation.validation_examples=0"))
                .hasMessageContaining("(train_evaluation/loss, train_evaluation/error_rate");
        assertThat(new RunDirectory(directory).metrics()).doesNotExist();
    }

    @Test
    void evaluatingTheTrainingSplitIsNotCalledTrainingLoss() {
        Path directory = temporary.resolve("train-split");
        SmallRun.run(directory, new Quiet());
        EvaluateOptions options =
                new EvaluateOptions(
                        directory, "train", "best", Optional.empty(), TestDevice.name(), List.of());
        assertThat(EvaluationRun.execute(options, new Quiet()))
                .containsOnlyKeys("train_evaluation/loss", "train_evaluation/error_rate");
    }

    @Test
    void aDirectoryWithoutACheckpointTakesAnyConfig() throws Exception {
        Path directory = temporary.resolve("early");
        SmallRun.run(directory, new Quiet());
        AtomicFiles.deleteTree(new RunDirectory(directory).checkpoints());
        assertThat(SmallRun.run(directory, new Quiet(), "seed=9"))
                .isEqualTo(new Outcome.Completed(SmallRun.STEPS));
    }
}
