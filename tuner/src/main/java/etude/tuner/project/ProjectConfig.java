package etude.tuner.project;

import etude.datasets.Nearest;
import etude.datasets.config.Setting;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.config.FolderName;
import etude.trainer.config.bind.Binder;
import etude.trainer.config.bind.ConfigTypes;
import etude.trainer.config.bind.Problems;
import etude.trainer.config.bind.ScalarType;
import etude.trainer.files.Json;
import etude.trainer.run.Ranking;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a project is for and what it may spend: {@code project.yaml}, edited by hand at any time.
 */
public record ProjectConfig(
        @Setting("Name of the project; the names of what it runs begin with it.") String name,
        @Setting(value = "What the project is to reach, in words.", defaultsTo = "''") String goal,
        @Setting("The metric that decides, as metrics.jsonl names it; less is better.")
                String metric,
        @Setting(value = "The longest that one run may take, such as 20m.", defaultsTo = "20m")
                TimeBudget runBudget,
        @Setting(value = "What all runs together may take, such as 8h.", defaultsTo = "8h")
                TimeBudget totalBudget,
        @Setting(value = "Trials that run at once.", defaultsTo = "1", min = 1) int workers,
        @Setting(
                        value =
                                "Keys of the config that must not change, such as batch_size or"
                                        + " schedule.",
                        defaultsTo = "[]")
                List<String> keep,
        @Setting(
                        value =
                                "Seconds of a step, by which times are predicted; null to have them measured.",
                        defaultsTo = "null",
                        min = 1.0e-9)
                Optional<Double> secondsPerStep,
        @Setting(
                        value =
                                "Seconds that the evaluations and checkpoints of one training take; null where seconds_per_step has them.",
                        defaultsTo = "null",
                        min = 0)
                Optional<Double> secondsPerTraining,
        @Setting(
                        value =
                                "The smallest difference of the metric that outweighs a change's complexity; null for one standard error by the choice of validation examples, or what one training varies by where that is more.",
                        defaultsTo = "null",
                        min = 0)
                Optional<Double> margin,
        @Setting(value = "Free text.", defaultsTo = "''") String notes) {
    /** What the guide and its studies put behind the name, such as {@code -stability-2-sweep}. */
    private static final int SUFFIX_BYTES = 60;

    private static final Map<Class<?>, ScalarType<?>> TYPES =
            Map.of(TimeBudget.class, TimeBudget.TYPE);

    public ProjectConfig {
        keep = List.copyOf(keep);
        FolderName.require(name, SUFFIX_BYTES);
        Set<String> known = Ranking.known();
        if (!known.contains(metric)) {
            throw new IllegalArgumentException(
                    "metric: %s is no metric of evaluations".formatted(metric)
                            + Nearest.hint(metric, known, "there are"));
        }
        if (runBudget.seconds() > totalBudget.seconds()) {
            throw new IllegalArgumentException(
                    "run_budget: expected at most total_budget %s, which all runs share, found %s"
                            .formatted(totalBudget, runBudget));
        }
    }

    /** What a training takes; empty to have it measured. */
    public Optional<TrainingTime> time() {
        return secondsPerStep.map(step -> new TrainingTime(step, secondsPerTraining.orElse(0.0)));
    }

    /** Whether a key, or a part of the config that it is in, must stay as it is. */
    public boolean keeps(String key) {
        return keep.stream().anyMatch(kept -> key.equals(kept) || key.startsWith(kept + "."));
    }

    /**
     * Refuses to keep what is no key of a config. In a part of the incumbent any key will do: an
     * optimizer or a model that is adopted later has others.
     *
     * @param file of this config, for the message
     * @throws ConfigException when one is none
     */
    void requireKeys(Path file, Incumbent incumbent) {
        Set<String> known = incumbent.values().keySet();
        List<String> problems =
                keep.stream()
                        .filter(kept -> known.stream().noneMatch(key -> isBeside(key, kept)))
                        .map(
                                kept ->
                                        "%s: keep: incumbent.yaml has no key %s"
                                                        .formatted(file, kept)
                                                + Nearest.hint(kept, known, "there are"))
                        .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** Whether one is the other, or a part that it is in, or both are in the same part. */
    private static boolean isBeside(String known, String kept) {
        String part = kept.substring(0, kept.lastIndexOf('.') + 1);
        return known.equals(kept)
                || known.startsWith(kept + ".")
                || kept.startsWith(known + ".")
                || (!part.isEmpty() && known.startsWith(part));
    }

    /**
     * Reads the file.
     *
     * @throws ConfigException when it is not there, or is something else
     */
    static ProjectConfig read(Path file) {
        Problems problems = new Problems();
        return ConfigText.root(ConfigText.read(file), file.toString(), problems)
                .flatMap(
                        root ->
                                new Binder(new ConfigTypes(TYPES, Map.of()), problems)
                                        .bind(root, ProjectConfig.class))
                .filter(config -> problems.isEmpty())
                .orElseThrow(() -> new ConfigException(problems.sentences()));
    }

    /** The file, with a line on each key for whoever edits it. */
    String yaml() {
        return """
        # A project of `etude next`. Edit it at any time: what it says when a step is asked for counts.
        name: %s
        goal: %s
        # What decides; less is better.
        metric: %s
        # The longest that one run may take, and what all of them together may.
        run_budget: %s
        total_budget: %s
        # Trials that run at once.
        workers: %d
        # Seconds of a step, and of the evaluations of a training, by which times are predicted; null to have them measured.
        seconds_per_step: %s
        seconds_per_training: %s
        # The smallest difference that outweighs a change's complexity; null: one standard error by the choice of
        # validation examples, or what one training varies by where that is more.
        margin: %s
        # Keys of incumbent.yaml that must not change, such as [batch_size, schedule].
        keep: [%s]
        notes: %s
        """
                .formatted(
                        Json.line(name),
                        Json.line(goal),
                        Json.line(metric),
                        Json.line(runBudget.text()),
                        Json.line(totalBudget.text()),
                        workers,
                        secondsPerStep.map(String::valueOf).orElse("null"),
                        secondsPerTraining.map(String::valueOf).orElse("null"),
                        margin.map(String::valueOf).orElse("null"),
                        String.join(", ", keep.stream().map(Json::line).toList()),
                        Json.line(notes));
    }
}
