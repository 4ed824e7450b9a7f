package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose measurements somebody cut off is not continued as if nothing were missing. */
final class CutOffLogTest {
    @TempDir private Path directory;
    private RunDirectory run;

    @BeforeEach
    void finish() {
        run = new RunDirectory(directory);
        assertThat(again()).isEqualTo(new Outcome.Completed(SmallRun.STEPS));
    }

    private Outcome again() {
        return SmallRun.run(directory, new Quiet());
    }

    @Test
    void anEmptyFileIsRefusedAndTheSummaryStays() throws IOException {
        byte[] summary = Files.readAllBytes(run.summary());
        Files.write(run.metrics(), new byte[0]);

        assertThatThrownBy(this::again)
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        run.metrics()
                                + ": expected measurements up to step 60, as the checkpoint of step 60 was saved after them, found them up to step 0; restore the file, or delete it to go on without what it held");
        assertThat(run.summary()).hasBinaryContent(summary);
    }

    @Test
    void aFileWithoutItsLastLinesIsRefused() throws IOException {
        List<String> lines = Files.readAllLines(run.metrics());
        Files.write(run.metrics(), lines.subList(0, lines.size() - 1));

        assertThatThrownBy(this::again)
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("expected measurements up to step 60");
    }

    @Test
    void whoeverDeletesItAcceptsTheLoss() throws IOException {
        Files.delete(run.metrics());

        assertThat(again()).isEqualTo(new Outcome.Completed(SmallRun.STEPS));
        assertThat(MetricsLog.read(run.metrics())).isEmpty();
    }
}
