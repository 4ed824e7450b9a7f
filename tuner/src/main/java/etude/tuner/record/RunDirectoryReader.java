package etude.tuner.record;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.config.Duration;
import etude.trainer.config.GradientClippingConfig;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepSeries;
import etude.trainer.metrics.StepsFile;
import etude.trainer.run.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a run directory says. A report must not fail because one of many runs is on another machine
 * or damaged, so what cannot be read is left out.
 */
public record RunDirectoryReader(Path root) {
    /** Loss and gradient norm of every step. */
    public StepSource steps() {
        return () -> read(directory().steps());
    }

    private static StepSeries read(Path steps) {
        if (!Files.exists(steps)) {
            return StepSeries.none();
        }
        try {
            return StepsFile.read(steps);
        } catch (EtudeException e) {
            return StepSeries.none();
        }
    }

    /** What was logged while it trained, with throughput and waiting. */
    public List<Measurement> logged() {
        try {
            return MetricsLog.read(directory().metrics());
        } catch (EtudeException e) {
            return List.of();
        }
    }

    /** What the summary and the config say. */
    public RunFacts facts(RunConfig config, List<Measurement> evaluations) {
        long total = evaluations.isEmpty() ? 0 : evaluations.get(evaluations.size() - 1).step();
        Optional<JsonNode> summary = summary();
        long warmup = warmup(config, total);
        return new RunFacts(
                maxTrainSteps(config, total - warmup),
                OptionalLong.of(warmup),
                OptionalDouble.of(config.optimizer().learningRate()),
                config.gradientClipping()
                        .map(GradientClippingConfig::norm)
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()),
                number(summary, "/clipped_fraction"),
                number(summary, "/throughput/examples_per_second"),
                number(summary, "/final_metrics/data_wait_fraction"));
    }

    private static long maxTrainSteps(RunConfig config, long trained) {
        Duration wanted = config.maxTrainSteps();
        return wanted.unit() == Duration.Unit.STEPS ? (long) wanted.amount() : trained;
    }

    private static long warmup(RunConfig config, long total) {
        Duration warmup = config.schedule().warmupSteps();
        return switch (warmup.unit()) {
            case STEPS -> (long) warmup.amount();
            case PERCENT -> Math.round(total - total / (1 + warmup.amount() / 100));
            case EPOCHS, EXAMPLES -> 0;
        };
    }

    private Optional<JsonNode> summary() {
        try {
            return Optional.of(Json.parse(Files.readAllBytes(directory().summary())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalDouble number(Optional<JsonNode> summary, String pointer) {
        return summary.map(json -> json.at(pointer))
                .filter(JsonNode::isNumber)
                .map(json -> OptionalDouble.of(json.asDouble()))
                .orElse(OptionalDouble.empty());
    }

    /** Sizes of the validation set, from the first run that counted them. */
    static DatasetFacts datasetFacts(List<RunDirectoryReader> runs) {
        return runs.stream()
                .flatMap(run -> run.validationClasses().stream())
                .findFirst()
                .map(
                        examples -> {
                            long all = 0;
                            for (JsonNode count : examples) {
                                all += count.asLong();
                            }
                            return new DatasetFacts(
                                    OptionalLong.of(all), OptionalInt.of(examples.size()));
                        })
                .orElse(DatasetFacts.unknown());
    }

    private Optional<JsonNode> validationClasses() {
        try (Stream<String> lines = Files.lines(directory().classes())) {
            Optional<String> line =
                    lines.filter(text -> text.contains("\"split\":\"validation\"")).findFirst();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            JsonNode json = Json.parse(line.get().getBytes(StandardCharsets.UTF_8));
            return Optional.of(json.path("examples")).filter(JsonNode::isArray);
        } catch (IOException | UncheckedIOException e) { // the latter: bytes that are no text
            return Optional.empty();
        }
    }

    private RunDirectory directory() {
        return new RunDirectory(root);
    }
}
