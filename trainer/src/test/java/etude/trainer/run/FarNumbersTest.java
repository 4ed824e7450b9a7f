package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of a table that lie far from zero, where floats are far apart, are learned as others. */
class FarNumbersTest {
    @TempDir private Path folder;

    @Test
    void timesInMillisecondsDecideTheClass() throws IOException {
        assertThat(
                        error(
                                row ->
                                        "%d,%s"
                                                .formatted(
                                                        1_700_000_000_000L + 1000L * row,
                                                        row < 200 ? "early" : "late")))
                .isLessThan(0.05);
    }

    @Test
    void largeIdentifiersDecideTheClass() throws IOException {
        assertThat(
                        error(
                                row ->
                                        "%d,%s"
                                                .formatted(
                                                        100_000_000 + row % 6,
                                                        row % 6 < 3 ? "low" : "high")))
                .isZero();
    }

    @Test
    void periodicNumbersOfAnyScaleTrain() throws IOException {
        assertThat(
                        error(
                                row ->
                                        "%s,%s"
                                                .formatted(
                                                        (row % 2) * 1_000_000 + row * 0.001,
                                                        row % 2 == 0 ? "even" : "odd")))
                .isZero();
    }

    /** The validation error of a small network after 200 steps on 400 rows. */
    private double error(IntFunction<String> row) throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 400; i++) {
            rows.append(row.apply(i)).append('\n');
        }
        Path table = Files.writeString(folder.resolve("table.csv"), rows);
        Path run = folder.resolve("run");
        Outcome outcome =
                SmallRun.run(
                        run,
                        new Quiet(),
                        "dataset={name: csv, path: '%s', target: y, validation_fraction: 0.2}"
                                .formatted(table),
                        "model={name: mlp, hidden: [8]}",
                        "dropout=0",
                        "label_smoothing=0",
                        "polyak_decay=null",
                        "max_train_steps=200",
                        "evaluation.every=200",
                        "evaluation.train_examples=0");
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        List<Measurement> all = MetricsLog.read(new RunDirectory(run).metrics());
        return all.stream()
                .flatMap(measurement -> measurement.metrics().entrySet().stream())
                .filter(metric -> metric.getKey().equals("validation/error_rate"))
                .mapToDouble(Map.Entry::getValue)
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
