package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.CorruptFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomesTest {
    @TempDir private Path temporary;

    @Test
    void whatIsWrittenIsRead() {
        RunDirectory run = new RunDirectory(temporary);
        assertThat(Outcomes.read(run)).isEmpty();
        Outcomes.Confusion confusion =
                Outcomes.Confusion.of(
                        List.of("cat", "dog"), new float[] {0, 0, 1}, new float[] {0, 1, 1});
        Outcomes.Residuals residuals =
                Outcomes.Residuals.of(new float[] {1, 2}, new float[] {1.5f, 1.5f});
        new Outcomes(
                        Optional.of(new Outcomes.Evaluated(20, confusion)),
                        Optional.of(new Outcomes.Evaluated(40, residuals)))
                .write(run);

        Outcomes read = Outcomes.read(run).orElseThrow();
        Outcomes.Evaluated best = read.best().orElseThrow();
        assertThat(best.step()).isEqualTo(20);
        assertThat(best.predictions()).usingRecursiveComparison().isEqualTo(confusion);
        assertThat(confusion.counts()).isDeepEqualTo(new int[][] {{1, 1}, {0, 1}});
        Outcomes.Evaluated last = read.last().orElseThrow();
        assertThat(last.step()).isEqualTo(40);
        assertThat(last.predictions()).usingRecursiveComparison().isEqualTo(residuals);
    }

    @Test
    void residualsArePredictionsLessTargets() {
        float[] targets = {0, 10, 20, 40};
        float[] predicted = {1, 11, 21, 1000};
        Outcomes.Residuals residuals = Outcomes.Residuals.of(targets, predicted);

        assertThat(residuals.examples()).isEqualTo(4);
        assertThat(residuals.mean()).isEqualTo(963 / 4.0);
        assertThat(residuals.deviation())
                .isCloseTo(Math.sqrt((3 * 239.75 * 239.75 + 719.25 * 719.25) / 4), within(1e-9));
        assertThat(Arrays.stream(residuals.histogram().counts()).sum()).isEqualTo(4);
        Outcomes.Grid grid = residuals.grid();
        assertThat(grid.from()).isZero();
        assertThat(grid.to()).isEqualTo(40);
        assertThat(grid.counts()[0][1]).isOne();
        assertThat(grid.counts()[10][11]).isOne();
        assertThat(grid.counts()[20][21]).isOne();
        assertThat(grid.counts()[39][39]).as("what lies outside").isOne();
    }

    @Test
    void targetsThatAreAllTheSameHaveCellsToo() {
        Outcomes.Residuals residuals =
                Outcomes.Residuals.of(new float[] {5, 5}, new float[] {5, 5});

        assertThat(residuals.deviation()).isZero();
        assertThat(residuals.histogram().from()).isLessThan(residuals.histogram().to());
        assertThat(residuals.grid().counts()[20][20]).isEqualTo(2);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        RunDirectory run = new RunDirectory(temporary);
        Files.writeString(run.correct(), "ETUDE");
        Files.writeString(
                run.outcomes(),
                "{\"last\": {\"step\": 3, \"confusion\": {\"classes\": [\"a\", \"b\"], \"counts\": [[1]]}}}");

        assertThatThrownBy(() -> Outcomes.read(run))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("outcomes.json");
        assertThat(RunRecord.read(run).problems())
                .anySatisfy(problem -> assertThat(problem).contains("outcomes.json is left out"))
                .anySatisfy(problem -> assertThat(problem).contains("correct.bin is left out"));
    }
}
