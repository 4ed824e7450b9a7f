package etude.tuner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.trainer.files.Json;
import etude.trainer.run.RunDirectory;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a run, read from its directory.
 *
 * @param status as {@code summary.json} has it
 * @param best the best step and its metrics
 * @param finalMetrics the last value of each metric
 */
record RunResult(String status, Optional<Best> best, Map<String, Double> finalMetrics) {
    /** The best step in retrospect. */
    record Best(long step, Map<String, Double> metrics) {}

    /**
     * Reads the summary; empty where the run has none yet.
     *
     * @throws CorruptFileException when the summary is not what a run writes
     */
    static Optional<RunResult> read(RunDirectory run) {
        Path path = run.summary();
        try {
            JsonNode summary = Json.parse(Files.readAllBytes(path));
            JsonNode best = summary.path("best");
            return Optional.of(
                    new RunResult(
                            summary.path("status").asText(),
                            best.isMissingNode()
                                    ? Optional.empty()
                                    : Optional.of(
                                            new Best(
                                                    best.path("step").asLong(),
                                                    Json.numbers(best.path("metrics")))),
                            Json.numbers(summary.path("final_metrics"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CorruptFileException(
                    path, "the summary of a run", String.valueOf(e.getMessage()));
        }
    }

    /** What a user wants to know at the end: best step, and each metric there and at the end. */
    List<String> lines() {
        Table table = new Table();
        Map<String, Double> atBest = best.map(Best::metrics).orElse(Map.of());
        table.row("", "final", best.map(found -> "best (step " + found.step() + ")").orElse(""));
        finalMetrics.forEach(
                (name, value) ->
                        table.row(
                                name,
                                MetricLine.number(value),
                                Optional.ofNullable(atBest.get(name))
                                        .map(MetricLine::number)
                                        .orElse("")));
        return table.lines();
    }
}
