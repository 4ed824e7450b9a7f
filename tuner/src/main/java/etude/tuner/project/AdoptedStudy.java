package etude.tuner.project;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Objective;
import etude.tuner.space.Role;
import etude.tuner.study.OpenStudy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A study that nobody drafted, as a round of the project: what it compares is decided by the same
 * evidence as what the guide asks.
 *
 * @param step that asks the same, or {@code brought_in}
 * @param text of the study file
 * @param base its config
 */
public record AdoptedStudy(String name, String step, String text, String base) {
    private static final String RATE = "optimizer.learning_rate";

    /** What asks whether a key should be used, or which value it should have. */
    private static final Map<String, String> STEPS = steps();

    private static Map<String, String> steps() {
        Map<String, String> steps = new LinkedHashMap<>();
        steps.put("schedule.decay", "decay");
        steps.put("optimizer.weight_decay", "weight_decay");
        steps.put("dropout", "dropout");
        steps.put("label_smoothing", "label_smoothing");
        steps.put("dataset.augment", "augmentation");
        steps.put("polyak_decay", "polyak_average");
        return steps;
    }

    /**
     * Of a study that has begun.
     *
     * @throws ConfigException when it cannot count for the project
     */
    public static AdoptedStudy of(OpenStudy study, ProjectConfig config, Incumbent incumbent) {
        String name = study.study().name();
        Objective wanted = new Objective(config.metric(), Mode.MIN);
        Objective objective = study.study().outline().objective();
        if (!objective.equals(wanted)) {
            throw refused(
                    "%s: expected a study that minimizes %s, as the project does, found %s of %s"
                            .formatted(
                                    name,
                                    config.metric(),
                                    objective.mode() == Mode.MIN ? "the least" : "the most",
                                    objective.metric()));
        }
        Set<String> varied =
                study.study().outline().hyperparameters().stream()
                        .map(Hyperparameter::path)
                        .collect(Collectors.toSet());
        if (varied.equals(Set.of(RATE))) {
            throw refused(
                    "%s: studies of the learning rate alone are found by themselves where their base is the incumbent; `etude next --explain` says which count"
                            .formatted(name));
        }
        Incumbent base = new Incumbent(ConfigLoader.parse(study.baseText(), name, List.of()));
        if (!base.keys().isOfWorkloadOf(incumbent.keys())) {
            throw refused(
                    "%s: expected a study of the incumbent's data, model, batch size and optimizer, found another (%s); what it found would not count here"
                            .formatted(
                                    name,
                                    String.join(
                                            ", ",
                                            ConfigChanges.between(
                                                    incumbent.config(), base.config()))));
        }
        return new AdoptedStudy(name, step(study, varied), study.fileText(), study.baseText());
    }

    private static String step(OpenStudy study, Set<String> varied) {
        boolean compares = !study.study().outline().hyperparameters(Role.SCIENTIFIC).isEmpty();
        List<String> asked =
                STEPS.keySet().stream().filter(varied::contains).map(STEPS::get).toList();
        return compares && asked.size() == 1 ? asked.get(0) : "brought_in";
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException(List.of(sentence));
    }
}
