package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.ConfigException;
import etude.trainer.engine.TestDevice;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.run.SmallRun.Quiet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that measures more, and is ranked by it. */
final class FurtherMetricsTest {
    private static final String[] MEASURED = {
        "evaluation.metrics=[f1, balanced_accuracy, top_5_accuracy, auc]",
        "checkpoints.metric=validation/f1_macro",
        "checkpoints.mode=max"
    };

    @TempDir static Path shared;

    private static Path run;

    @BeforeAll
    static void train() {
        run = shared.resolve("run");
        assertThat(SmallRun.run(run, new Quiet(), MEASURED))
                .isEqualTo(new Outcome.Completed(SmallRun.STEPS));
    }

    private static double value(Map<String, Double> metrics, String name) {
        return metrics.getOrDefault(name, Double.NaN);
    }

    @Test
    void everyEvaluationHasThem() {
        List<Measurement> evaluated =
                MetricsLog.read(new RunDirectory(run).metrics()).stream()
                        .filter(one -> one.metrics().containsKey("validation/loss"))
                        .toList();
        assertThat(evaluated).hasSize(3);
        for (Measurement one : evaluated) {
            Map<String, Double> metrics = one.metrics();
            for (String split : List.of("validation", "train_evaluation")) {
                double right = 1 - value(metrics, split + "/error_rate");
                assertThat(value(metrics, split + "/f1_micro")).isCloseTo(right, within(1e-12));
                assertThat(value(metrics, split + "/top_5_accuracy")).isBetween(right - 1e-12, 1.0);
                assertThat(value(metrics, split + "/auc")).isBetween(0.0, 1.0);
                assertThat(metrics)
                        .containsKeys(
                                split + "/f1_macro", split + "/f1/7", split + "/balanced_accuracy");
            }
        }
        assertThat(value(evaluated.get(2).metrics(), "validation/auc")).isGreaterThan(0.6);
    }

    @Test
    void theBestCheckpointIsThatOfTheHighestValue() {
        Summary summary = Summary.read(new RunDirectory(run)).orElseThrow();
        double best = value(summary.best().orElseThrow().metrics(), "validation/f1_macro");
        MetricsLog.read(new RunDirectory(run).metrics())
                .forEach(
                        one ->
                                assertThat(best)
                                        .isGreaterThanOrEqualTo(
                                                one.metrics()
                                                        .getOrDefault("validation/f1_macro", 0.0)));
    }

    @Test
    void anEvaluationOfAllAtOnceIsThatOfItsBlocks() {
        EvaluateOptions options =
                new EvaluateOptions(
                        run,
                        "validation",
                        "latest",
                        Optional.empty(),
                        TestDevice.name(),
                        List.of("test"));
        Map<String, Double> metrics = EvaluationRun.execute(options, new Quiet());
        MeasuredRun measured = EvaluationRun.measure(options, new Quiet());
        metrics.keySet().stream()
                .filter(name -> name.contains("f1") || name.contains("accuracy"))
                .forEach(
                        name ->
                                assertThat(value(measured.split().metrics(), name))
                                        .as(name)
                                        .isEqualTo(value(metrics, name)));
    }

    @Test
    void theWrongEndAndUnknownMetricsAreRefused(@TempDir Path folder) {
        assertThatThrownBy(
                        () ->
                                SmallRun.run(
                                        folder.resolve("min"),
                                        new Quiet(),
                                        MEASURED[0],
                                        MEASURED[1]))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "checkpoints.mode: validation/f1_macro is better where it is higher; write mode: max");
        assertThatThrownBy(
                        () ->
                                SmallRun.run(
                                        folder.resolve("r2"),
                                        new Quiet(),
                                        "evaluation.metrics=[r2]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("evaluation.metrics: r2 measures nothing where");
        assertThat(Ranking.wrongMode("validation/f1/cat", Mode.MIN)).isPresent();
        assertThat(Ranking.wrongMode("validation/error_rate", Mode.MIN)).isEmpty();
        assertThat(Ranking.further("test/f1_macro")).isEmpty();
    }
}
