package etude.tuner.study;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigDifferences;
import etude.trainer.config.ConfigException;
import etude.trainer.files.Json;
import etude.tuner.search.Known;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Origin;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import etude.tuner.space.Values;
import etude.tuner.store.Access;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The trials of an earlier study that a search starts from. They are read when the study begins and
 * kept with it, so that it depends on no other study afterwards.
 *
 * @param study that begins
 * @param directory of the earlier study, as the study file names it
 */
public record EarlierStudy(Study study, String directory) {
    /** The fact of a study's definition that keeps them. */
    static final String FACT = "start_from";

    /**
     * The finished trials of the earlier study that a study names, as a fact of the one that
     * begins; none where it names none, or has begun.
     *
     * @param here the directory of the study that begins
     * @param store where its store will be, which may have the earlier study as well
     * @throws ConfigException when there is no such study, or its trials do not compare
     */
    static Map<String, String> facts(Study study, StudyDirectory here, StoreLocation store) {
        if (study.startFrom().isEmpty() || StudyMemory.read(here).isPresent()) {
            return Map.of();
        }
        EarlierStudy earlier = new EarlierStudy(study, study.startFrom().get());
        Path workspace = here.root().toAbsolutePath().normalize().resolve("../..");
        StudyDirectory there = new StudyDirectory(workspace.resolve(earlier.directory).normalize());
        if (!there.isBegun() || !Files.isDirectory(there.root())) {
            throw earlier.refused(
                    "there is no study in %s; give the directory of a study that has trials, such as studies/NAME"
                            .formatted(there.root()));
        }
        Optional<StoreLocation> location =
                StudyMemory.read(there)
                        .map(kept -> kept.location(there))
                        // the one that was named knows a password as well
                        .map(
                                text ->
                                        text.equals(store.toString())
                                                ? store
                                                : StoreLocation.parse(text));
        try (OpenStudy other = StudyOpening.open(there, location, Access.READING)) {
            return Map.of(FACT, earlier.text(other));
        }
    }

    /**
     * Whether the study can begin, for whoever only plans it.
     *
     * @param studies where the directories of studies are
     * @throws ConfigException when the study that it starts from is none, or its trials do not
     *     compare
     */
    public static void require(Study study, Path studies) {
        StudyDirectory here = new StudyDirectory(studies.resolve(study.name()));
        facts(study, here, here.store());
    }

    private String text(OpenStudy other) {
        requireSameObjective(other);
        List<Map<String, Object>> kept = new ArrayList<>();
        boolean compared = false;
        for (TrialStatus status : other.trials()) {
            if (status.state() == TrialState.COMPLETED || status.state() == TrialState.INFEASIBLE) {
                Arm arm = arm(other.study().arms().get(status.trial().arm()));
                Trial here = here(arm, status.trial());
                if (!compared) {
                    requireSameTraining(other, status.trial(), here);
                    compared = true;
                }
                kept.add(entry(other, status, arm));
            }
        }
        if (kept.isEmpty()) {
            throw refused("no trial of it has ended; run it first, or remove start_from");
        }
        return Json.line(kept);
    }

    private void requireSameObjective(OpenStudy other) {
        if (!other.study().objective().equals(study.objective())) {
            throw refused(
                    "it compares trials by %s (%s), and this study by %s (%s)"
                            .formatted(
                                    other.study().objective().metric(),
                                    word(other),
                                    study.objective().metric(),
                                    study.objective().json().get("mode")));
        }
    }

    private static Object word(OpenStudy other) {
        return String.valueOf(other.study().objective().json().get("mode"));
    }

    private Arm arm(Arm theirs) {
        return study.arms().stream()
                .filter(arm -> same(arm.scientific(), theirs.scientific()))
                .findFirst()
                .orElseThrow(
                        () ->
                                refused(
                                        "it has an arm that this study has not: %s"
                                                .formatted(theirs.label())));
    }

    private static boolean same(Map<String, JsonNode> one, Map<String, JsonNode> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(
                                e ->
                                        Optional.ofNullable(other.get(e.getKey()))
                                                .filter(v -> Values.same(v, e.getValue()))
                                                .isPresent());
    }

    /** The trial as this study would have it, whose space must contain it. */
    private Trial here(Arm arm, Trial theirs) {
        for (Hyperparameter one : arm.axes().stream().map(Arm.Axis::hyperparameter).toList()) {
            Optional<JsonNode> value = one.value(theirs);
            if (value.isPresent() && !one.domain().contains(value.get())) {
                throw refused(
                        "its trial %d has %s %s, outside of this study's range or values; widen the range, or remove start_from"
                                .formatted(theirs.number(), one.id(), Values.text(value.get())));
            }
        }
        try {
            Trial here = study.withValues(arm, theirs.values());
            if (here.values().keySet().equals(theirs.values().keySet())) {
                return here;
            }
        } catch (ConfigException e) {
            // a hyperparameter of this study has no value there
        }
        throw refused(
                "it varies %s, and this study %s; start from a study over the same hyperparameters"
                        .formatted(
                                theirs.values().keySet(),
                                arm.axes().stream()
                                        .map(axis -> axis.hyperparameter().id())
                                        .toList()));
    }

    private void requireSameTraining(OpenStudy other, Trial theirs, Trial here) {
        List<String> differences;
        try {
            differences =
                    ConfigDifferences.between(
                            other.study().config(theirs.withSeed(1)),
                            study.config(here.withSeed(1)));
        } catch (ConfigException e) {
            return; // settings that do not fit together are infeasible in both
        }
        if (!differences.isEmpty()) {
            throw refused(
                    "its trials were trained with other settings (%s), so their results do not compare"
                            .formatted(String.join("; ", differences)));
        }
    }

    private static Map<String, Object> entry(OpenStudy other, TrialStatus status, Arm arm) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("trial", status.number());
        entry.put("arm", arm.index());
        entry.put("values", status.trial().values());
        OptionalDouble cost =
                status.state() == TrialState.COMPLETED
                        ? KnownTrials.cost(
                                other.study().objective(),
                                other.store().evaluations(other.id(), status.number()))
                        : OptionalDouble.empty();
        if (cost.isPresent()) {
            entry.put("cost", cost.getAsDouble());
        }
        return entry;
    }

    private ConfigException refused(String sentence) {
        return new ConfigException(
                List.of("search.start_from: %s: %s".formatted(directory, sentence)));
    }

    /**
     * Those of an arm that a study keeps.
     *
     * @param fact the text of the fact
     */
    static List<Known> known(String fact, Arm arm) {
        try {
            List<Known> known = new ArrayList<>();
            for (JsonNode entry : Json.parse(fact.getBytes(StandardCharsets.UTF_8))) {
                if (entry.path("arm").asInt() == arm.index()) {
                    known.add(
                            new Known(
                                    -1 - entry.path("trial").asInt(),
                                    Values.parse(Json.line(entry.path("values"))),
                                    new Origin.Planned(),
                                    entry.has("cost")
                                            ? new Known.Result.Reached(
                                                    entry.path("cost").asDouble())
                                            : new Known.Result.Infeasible()));
                }
            }
            return known;
        } catch (IOException e) {
            throw new EtudeException(
                    "the study store holds something else than the trials that the study started from; restore it from a copy",
                    e);
        }
    }
}
