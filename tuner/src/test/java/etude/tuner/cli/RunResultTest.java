package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import etude.trainer.run.Ending;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.Summary;
import etude.trainer.run.SummaryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunResultTest {
    @TempDir private Path directory;

    @Test
    void finalAndBestMetricsStandSideBySide() {
        RunDirectory run = new RunDirectory(directory);
        SummaryWriter.write(
                run.summary(),
                new Summary(
                        Ending.of(new Outcome.Completed(100)),
                        100,
                        Optional.of(new Summary.Best(60, Map.of("validation/error_rate", 0.03))),
                        Map.of("validation/error_rate", 0.04),
                        1,
                        2,
                        Optional.empty(),
                        0));
        RunResult report = RunResult.read(run).orElseThrow();
        assertThat(report.status()).isEqualTo("completed");
        assertThat(report.lines())
                .containsExactly(
                        "                       final   best (step 60)",
                        "validation/error_rate  0.0400  0.0300");
    }

    @Test
    void runWithoutSummaryHasNoReport() {
        assertThat(RunResult.read(new RunDirectory(directory))).isEmpty();
    }

    @Test
    void damagedSummaryIsNamed() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        Files.writeString(run.summary(), "{");
        assertThatThrownBy(() -> RunResult.read(run))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(run.summary().toString());
    }
}
