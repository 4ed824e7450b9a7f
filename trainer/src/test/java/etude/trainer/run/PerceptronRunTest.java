package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.engine.TestDevice;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a model whose gradient is written by hand. */
class PerceptronRunTest {
    private static final List<String> BY_HAND =
            List.of("dropout=0", "model.normalization={name: none}");

    private static final String DECAY = "optimizer.groups=[{match: 'output_*', decay_all: true}]";

    @TempDir private Path temporary;

    /** Decay of one bias and not of the other, so that the update has both kinds. */
    @Test
    void stoppedAndResumedEqualsUninterrupted() throws IOException {
        Path whole = temporary.resolve("whole");
        Path stopped = temporary.resolve("stopped");
        Quiet progress = new Quiet();

        run(whole, new Quiet(), () -> false, DECAY);
        Outcome first = run(stopped, progress, () -> progress.steps.get() >= 23, DECAY);
        run(stopped, new Quiet(), () -> false, DECAY);

        assertThat(first).isEqualTo(new Outcome.Preempted(23));
        assertThat(SmallRun.bits(stopped)).isEqualTo(SmallRun.bits(whole));
        assertThat(Files.mismatch(steps(whole), steps(stopped))).isEqualTo(-1);
    }

    @Test
    void aRateThatIsFarTooHighEndsItAsDiverged() {
        Outcome outcome =
                run(
                        temporary.resolve("diverged"),
                        new Quiet(),
                        () -> false,
                        "optimizer={name: sgd, learning_rate: 1.0e+30}",
                        "schedule.warmup_steps=0");

        assertThat(outcome).isInstanceOf(Outcome.Diverged.class);
    }

    /** Fifteen thousand multiplications an example do not pay for a second thread. */
    @Test
    void automaticThreadsAreFixedInTheConfig() {
        Path directory = temporary.resolve("threads");
        run(directory, new Quiet(), () -> false, "threads=auto", "max_train_steps=1");

        RunDirectory written = new RunDirectory(directory);
        assertThat(written.config()).content().contains("threads: 1");
        assertThat(RunFacts.read(written).orElseThrow().threads()).isEqualTo(1);
    }

    private static Path steps(Path directory) {
        return new RunDirectory(directory).steps();
    }

    private static Outcome run(
            Path directory, Quiet progress, BooleanSupplier stop, String... overrides) {
        List<String> all = new ArrayList<>(BY_HAND);
        all.addAll(List.of(overrides));
        return TrainingRun.execute(
                SmallRun.config(all.toArray(String[]::new)),
                new RunOptions(
                        directory, TestDevice.name(), false, List.of("test"), Optional.empty()),
                progress,
                stop);
    }
}
