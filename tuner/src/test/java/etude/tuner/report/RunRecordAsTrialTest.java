package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunEnd;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunRecord;
import etude.trainer.run.Summary;
import etude.tuner.record.TrialRecord;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunRecordAsTrialTest {
    /** 160 training examples are 8 steps an epoch. */
    private static final RunConfig CONFIG =
            ConfigLoader.parse(
                    """
                    name: digits
                    dataset: {name: generated, examples: 200, validation_fraction: 0.2}
                    model: {name: mlp}
                    batch_size: 20
                    max_train_steps: 10 epochs
                    optimizer: {name: momentum, learning_rate: 0.05}
                    schedule: {warmup_steps: 1 epochs}
                    """,
                    "digits.yaml",
                    List.of());

    @TempDir private Path directory;

    @Test
    void aWarmupInEpochsIsKnownOfRunsOfThisVersionAndTheOneBefore() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        Files.write(run.config(), ConfigWriter.toYaml(CONFIG).getBytes(StandardCharsets.UTF_8));
        RunFacts.of(CONFIG, Durations.resolve(CONFIG, 160), RunFacts.Data.unknown(), "cpu()")
                .write(run);
        assertThat(trial(run).warmupSteps()).hasValue(8);
        assertThat(trial(run).maxTrainSteps()).isEqualTo(80);

        Files.delete(run.facts());
        assertThat(trial(run).warmupSteps()).as("nothing tells it").isEmpty();
        summary(new Outcome.Completed(88)).write(run);
        assertThat(trial(run).warmupSteps()).hasValue(8);
        assertThat(trial(run).maxTrainSteps()).isEqualTo(80);
    }

    @Test
    void itsStateIsHowTheRunEnded() {
        RunDirectory run = new RunDirectory(directory);
        assertThat(trial(run).state()).isEqualTo(TrialState.RUNNING);
        summary(new Outcome.Diverged(7)).write(run);
        assertThat(trial(run).state()).isEqualTo(TrialState.INFEASIBLE);
        assertThat(trial(run).infeasible()).contains(new Infeasible.Diverged(7));
        summary(new Outcome.OutOfMemory("batch_size", 20, "of 2 GiB")).write(run);
        assertThat(trial(run).infeasible().orElseThrow().kind())
                .isEqualTo(Infeasible.Kind.OUT_OF_MEMORY);
        summary(new Outcome.Preempted(7)).write(run);
        assertThat(trial(run).state()).isEqualTo(TrialState.RUNNING);
        assertThat(trial(run).infeasible()).isEmpty();
    }

    private static TrialRecord trial(RunDirectory run) {
        return TrialRecord.of(RunRecord.read(run));
    }

    private static Summary summary(Outcome outcome) {
        return new Summary(
                RunEnd.of(outcome),
                outcome instanceof Outcome.Completed completed ? completed.steps() : 7,
                Optional.empty(),
                Map.of(),
                1,
                Double.NaN,
                Optional.empty(),
                0);
    }
}
