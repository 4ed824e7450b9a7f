package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import etude.datasets.EtudeException;
import etude.trainer.checkpoint.CheckpointContent;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.TensorView;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives when the disk fills up: all that was complete. */
class FullDiskTest {
    @TempDir Path directory;

    @Test
    void earlierCheckpointSurvivesAndTrainingCanGoOn() {
        try (FullDisk disk = FullDisk.mount(directory, 256)) {
            assertThat(disk).isNotNull();
            Path root = directory.resolve("checkpoints");
            CheckpointDirectory checkpoints = CheckpointDirectory.forWriting(root);
            checkpoints.save(100, content(10_000));

            assertThatThrownBy(() -> checkpoints.save(200, content(60_000)))
                    .isInstanceOf(EtudeException.class)
                    .hasMessageStartingWith("no space left on the disk while writing checkpoint")
                    .hasMessageContaining("step-00000200")
                    .hasMessageEndingWith(
                            "earlier checkpoints are intact; free space and run the same command"
                                    + " again");

            assertThat(root.toFile().list()).containsExactlyInAnyOrder("latest", "step-00000100");
            assertThat(checkpoints.loadLatest(note -> {}).map(LoadedCheckpoint::step))
                    .contains(100L);
            checkpoints.save(200, content(10_000));
            assertThat(checkpoints.loadLatest(note -> {}).map(LoadedCheckpoint::step))
                    .contains(200L);
        }
    }

    @Test
    void logsEndWithTheirLastWholeLineAndPair() throws IOException {
        try (FullDisk disk = FullDisk.mount(directory, 64)) {
            assertThat(disk).isNotNull();
            Path metrics = directory.resolve("metrics.jsonl");
            Path steps = directory.resolve("steps.bin");
            try (MetricsLog log = MetricsLog.create(metrics);
                    StepsFile file = StepsFile.create(steps)) {
                file.append(0, new float[] {1}, new float[] {2});
                log.append(0, Map.of("train/loss", 1.0));
                fill(directory.resolve("other"));

                Throwable failure = catchThrowable(() -> appendUntilFull(log));
                assertThat(failure)
                        .isInstanceOf(EtudeException.class)
                        .hasMessageStartingWith("no space left on the disk while writing log")
                        .hasMessageContaining("its earlier lines are intact");
                assertThat(metrics).content().endsWith("}\n");
                assertThat(MetricsLog.read(metrics).get(0))
                        .isEqualTo(new Measurement(0, Map.of("train/loss", 1.0)));

                assertThatThrownBy(() -> file.append(1, new float[9000], new float[9000]))
                        .isInstanceOf(EtudeException.class)
                        .hasMessageContaining("earlier steps are intact");
                assertThat(StepsFile.read(steps).losses()).containsExactly(1);
            }
        }
    }

    private static void appendUntilFull(MetricsLog log) {
        for (int step = 1; step < 10_000; step++) {
            log.append(step, Map.of("train/loss", 1.0 / step));
        }
    }

    private static void fill(Path path) throws IOException {
        assertThatThrownBy(() -> Files.write(path, new byte[1 << 20]))
                .isInstanceOf(IOException.class);
        assertThat(path).exists();
    }

    private static CheckpointContent content(int elements) {
        TensorView weights = TensorView.of("w", new long[] {elements}, new float[elements], 0);
        return new CheckpointContent(List.of(weights), List.of(), Map.of(), Map.of());
    }
}
