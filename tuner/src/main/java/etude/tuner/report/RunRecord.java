package etude.tuner.report;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.RunConfig;
import etude.trainer.metrics.ClassCounts;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.StepSeries;
import etude.trainer.run.RunDirectory;
import etude.tuner.record.DatasetFacts;
import etude.tuner.record.RunDirectoryReader;
import etude.tuner.record.RunFacts;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import etude.tuner.space.Trial;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a run directory says, as far as it can be read.
 *
 * @param config as resolved
 * @param summary missing before the run has ended
 * @param attempt the last one
 * @param problems why parts are left out
 */
record RunRecord(
        RunDirectory directory,
        Optional<RunConfig> config,
        List<Measurement> measurements,
        StepSeries steps,
        List<ClassCounts> classes,
        JsonNode summary,
        JsonNode attempt,
        List<String> problems) {
    private static final String ERROR_RATE = "validation/error_rate";

    RunRecord {
        measurements = List.copyOf(measurements);
        classes = List.copyOf(classes);
        problems = List.copyOf(problems);
    }

    /** Its name in the config, else that of its directory. */
    String name() {
        return config.map(RunConfig::name)
                .orElse(
                        String.valueOf(
                                directory.root().toAbsolutePath().normalize().getFileName()));
    }

    /** {@code completed}, {@code diverged} and so on; empty where no summary says. */
    String status() {
        return summary.path("status").asText("");
    }

    boolean measured(String metric) {
        return measurements.stream().anyMatch(m -> m.metrics().containsKey(metric));
    }

    /**
     * What ranks the checkpoints: as configured, else by the trainer's rule (language models have a
     * perplexity, and are ranked by loss), else what there is.
     */
    Objective objective() {
        Mode mode = config.map(c -> c.checkpoints().mode()).orElse(Mode.MIN);
        Optional<String> configured = config.flatMap(c -> c.checkpoints().metric());
        String usual = measured("validation/perplexity") ? "validation/loss" : ERROR_RATE;
        return Stream.concat(
                        configured.stream(),
                        Stream.of(
                                usual,
                                "validation/loss",
                                "train_evaluation/error_rate",
                                "train_evaluation/loss",
                                "train/loss"))
                .filter(this::measured)
                .findFirst()
                .map(metric -> new Objective(metric, mode))
                .orElse(new Objective(configured.orElse(usual), mode));
    }

    /** The first of the measurements with the best value of the objective. */
    Optional<Measurement> best() {
        Objective objective = objective();
        return measurements.stream()
                .filter(m -> Double.isFinite(cost(m, objective)))
                .reduce((a, b) -> cost(b, objective) < cost(a, objective) ? b : a);
    }

    private static double cost(Measurement measurement, Objective objective) {
        double value = measurement.metrics().getOrDefault(objective.metric(), Double.NaN);
        return objective.mode() == Mode.MIN ? value : -value;
    }

    /** The run as the analysis takes it: the only trial of a study. */
    TrialRecord trial() {
        List<Measurement> evaluations = measurements;
        TrialState state = state();
        return new TrialRecord(
                new TrialStatus(
                        new Trial(
                                0,
                                0,
                                0,
                                config.map(RunConfig::seed).orElse(0L),
                                Map.of(),
                                Map.of()),
                        state,
                        infeasible(),
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ""),
                evaluations,
                facts(evaluations),
                () -> steps,
                config.map(found -> directory.config()),
                "");
    }

    private Optional<Infeasible> infeasible() {
        return switch (status()) {
            case "diverged" -> Optional.of(new Infeasible.Diverged(summary.path("steps").asLong()));
            case "out_of_memory" ->
                    Optional.of(
                            new Infeasible.OutOfMemory(
                                    "batch_size", 0, summary.path("detail").asText()));
            default -> Optional.empty();
        };
    }

    private TrialState state() {
        return switch (status()) {
            case "completed" -> TrialState.COMPLETED;
            case "diverged", "out_of_memory" -> TrialState.INFEASIBLE;
            case "failed" -> TrialState.FAILED;
            default -> TrialState.RUNNING;
        };
    }

    private RunFacts facts(List<Measurement> evaluations) {
        RunDirectoryReader reader = new RunDirectoryReader(directory.root());
        return config.map(found -> reader.facts(found, evaluations))
                .orElse(
                        new RunFacts(
                                evaluations.isEmpty()
                                        ? 0
                                        : evaluations.get(evaluations.size() - 1).step(),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty()));
    }

    /** The size of the validation set and how many classes it has. */
    DatasetFacts dataset() {
        return classes.stream()
                .filter(counts -> counts.split().equals("validation"))
                .findFirst()
                .map(
                        counts ->
                                new DatasetFacts(
                                        OptionalLong.of(
                                                counts.examples().stream()
                                                        .mapToLong(Long::longValue)
                                                        .sum()),
                                        OptionalInt.of(counts.examples().size())))
                .orElse(DatasetFacts.unknown());
    }
}
