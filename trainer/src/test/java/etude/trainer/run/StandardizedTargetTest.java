package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.ConfigException;
import etude.trainer.engine.TestDevice;
import etude.trainer.files.Json;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepsFile;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets near 250,000 are learned, and everything that is shown is in their own unit. */
class StandardizedTargetTest {
    private static final String SCALED = "dataset.standardize_target=true";

    @TempDir static Path shared;

    private static Path table = Path.of("");
    private static RunDirectory scaled = new RunDirectory(Path.of(""));

    @TempDir private Path temporary;

    @BeforeAll
    static void train() throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 200; i++) {
            rows.append("%d,%d\n".formatted(i, 250_000 + 90 * i));
        }
        table = Files.writeString(shared.resolve("prices.csv"), rows);
        scaled = new RunDirectory(shared.resolve("scaled"));
        SmallRun.run(scaled.root(), new Quiet(), overrides(SCALED));
    }

    @Test
    void itLearnsWhatTargetsAsTheyAreDoNot() {
        RunDirectory own = new RunDirectory(temporary.resolve("own"));
        SmallRun.run(own.root(), new Quiet(), overrides("notes=as they are"));

        assertThat(loss(own)).isGreaterThan(constant(own));
        assertThat(loss(scaled)).isLessThan(constant(scaled) / 10);
        assertThat(constant(scaled)).isEqualTo(constant(own));
    }

    @Test
    void lossesMetricsPredictionsAndResidualsAreInTheTargetsOwnUnit() throws IOException {
        double squares = 0;
        double absolutes = 0;
        List<String> lines = Files.readAllLines(scaled.predictions(SmallRun.STEPS));
        for (String line : lines) {
            JsonNode prediction = Json.parse(line.getBytes(StandardCharsets.UTF_8));
            double target = prediction.path("target").asDouble();
            assertThat(target).isBetween(250_000.0, 267_910.0);
            double error = prediction.path("value").asDouble() - target;
            squares += error * error;
            absolutes += Math.abs(error);
        }
        assertThat(lines).hasSize(40);
        assertThat(loss(scaled)).isCloseTo(squares / 40, within(1e-4 * loss(scaled)));
        double absolute = last(scaled, "validation/mean_absolute_error");
        assertThat(absolute).isCloseTo(absolutes / 40, within(1e-3 * absolute));
        assertThat(StepsFile.read(scaled.steps()).losses()[0])
                .as("untrained, about the variance")
                .isBetween(1e7f, 1e8f);
        Outcomes.Residuals residuals =
                (Outcomes.Residuals)
                        Outcomes.read(scaled).orElseThrow().last().orElseThrow().predictions();
        assertThat(residuals.mean() * residuals.mean() + Math.pow(residuals.deviation(), 2))
                .isCloseTo(loss(scaled), within(1e-4 * loss(scaled)));
        assertThat(residuals.grid().from()).isGreaterThan(240_000);
    }

    @Test
    void aRunThatWasStoppedEndsWithTheSameBits() {
        RunDirectory stopped = new RunDirectory(temporary.resolve("stopped"));
        int[] steps = {0};
        TrainingRun.execute(
                SmallRun.config(overrides(SCALED)),
                new RunOptions(
                        stopped.root(), TestDevice.name(), false, List.of(), Optional.empty()),
                new Quiet(),
                () -> ++steps[0] == 33);
        SmallRun.run(stopped.root(), new Quiet(), overrides(SCALED));

        assertThat(steps).containsExactly(33);
        assertThat(SmallRun.bits(stopped.root())).isEqualTo(SmallRun.bits(scaled.root()));
        assertThat(stopped.steps()).hasSameBinaryContentAs(scaled.steps());
        assertThat(stopped.outcomes()).hasSameBinaryContentAs(scaled.outcomes());
    }

    @Test
    void anEvaluationLaterFindsTheSame() {
        Map<String, Double> metrics =
                EvaluationRun.execute(
                        new EvaluateOptions(
                                scaled.root(),
                                "validation",
                                "latest",
                                Optional.empty(),
                                TestDevice.name(),
                                List.of()),
                        new Quiet());

        assertThat(metrics).containsEntry("validation/loss", loss(scaled));
    }

    @Test
    void classesAreRefused() {
        assertThatThrownBy(
                        () ->
                                SmallRun.config(
                                        "dataset={name: csv, path: t.csv, target: y, standardize_target: true}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "dataset.standardize_target: expected false, as the target is a class");
    }

    private static double constant(RunDirectory run) {
        return RunFacts.read(run)
                .orElseThrow()
                .data()
                .constant()
                .getOrDefault("validation/loss", Double.NaN);
    }

    private static double loss(RunDirectory run) {
        return last(run, "validation/loss");
    }

    private static double last(RunDirectory run, String metric) {
        return MetricsLog.read(run.metrics()).stream()
                .filter(measurement -> measurement.metrics().containsKey(metric))
                .mapToDouble(measurement -> measurement.metrics().getOrDefault(metric, Double.NaN))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static String[] overrides(String last) {
        return new String[] {
            "dataset={name: csv, path: '%s', target: y, task: regression, validation_fraction: 0.2}"
                    .formatted(table),
            "model={name: mlp, hidden: [8]}",
            "dropout=0",
            "label_smoothing=0",
            "evaluation.predictions=40",
            last
        };
    }
}
