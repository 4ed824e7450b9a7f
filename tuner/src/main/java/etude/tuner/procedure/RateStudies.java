package etude.tuner.procedure;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.tuner.space.Objective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Studies over learning rates, as procedures write them: grids, whose points are the same in every
 * arm, as the seeds are.
 *
 * @param command that continues them
 * @param name of the procedure, with which theirs begin
 * @param file the config, with
 * @param overrides what is wanted otherwise in it
 * @param objective by which trials are compared
 */
record RateStudies(
        String command, String name, Path file, List<String> overrides, Objective objective) {
    /** The name, no key of a config, whose values are the two arms of a comparison. */
    private static final String PIPELINE = "pipeline";

    /** The arm that trains what the config says. */
    static final String BASELINE = "baseline";

    /**
     * The other arm.
     *
     * @param arm its name
     * @param path the key that it changes
     * @param value as YAML
     */
    record Change(String arm, String path, String value) {
        private List<String> parameters() {
            return List.of(
                    "{path: %s, role: scientific, values: [%s, %s]}"
                            .formatted(PIPELINE, BASELINE, arm),
                    "{path: %s, role: fixed, values: [%s], when: {%s: %s}}"
                            .formatted(path, value, PIPELINE, arm));
        }
    }

    /**
     * What is the same in all trials of a study.
     *
     * @param part what its name ends in
     * @param goal its question
     * @param changes of the config, as its base config has them
     * @param fixed changes that its file states, as a user would: {@code key: value}
     * @param steps of each trial, warmup included
     */
    record Frame(String part, String goal, List<String> changes, List<String> fixed, long steps) {
        Frame {
            changes = List.copyOf(changes);
            fixed = List.copyOf(fixed);
        }
    }

    RateStudies {
        overrides = List.copyOf(overrides);
    }

    /** One trial for each rate. */
    PlannedStudy sweep(Frame frame, List<Double> rates) {
        return study(frame, List.of(), rates, rates.size(), Optional.empty());
    }

    /** One trial for each rate with the config as it is, and one with a change of it. */
    PlannedStudy comparison(
            Frame frame, Change change, List<Double> rates, PlannedStudy.Reruns reruns) {
        return study(frame, change.parameters(), rates, 2 * rates.size(), Optional.of(reruns));
    }

    private PlannedStudy study(
            Frame frame,
            List<String> before,
            List<Double> rates,
            int trials,
            Optional<PlannedStudy.Reruns> reruns) {
        String study = name + "-" + frame.part();
        List<String> all = new ArrayList<>(overrides);
        all.addAll(frame.changes());
        RunConfig base = ConfigLoader.load(file, all);
        List<String> parameters = new ArrayList<>(before);
        parameters.add(
                "{path: %s, role: nuisance, values: [%s]}"
                        .formatted(
                                RateLadder.PATH,
                                rates.stream()
                                        .map(rate -> Double.toString(rate))
                                        .collect(Collectors.joining(", "))));
        String text =
                """
                # Written by `%s`, which continues it; an ordinary study otherwise.
                name: %s
                goal: %s
                base: %s
                objective: {metric: %s, mode: %s}
                search: {algorithm: grid, seed: %d}
                trials: %d
                %sparameters:
                %s
                """
                        .formatted(
                                command,
                                Json.line(study),
                                Json.line(frame.goal()),
                                Json.line(PlannedStudy.baseName(study)),
                                objective.metric(),
                                objective.mode().name().toLowerCase(Locale.ROOT),
                                base.seed(),
                                rates.size(),
                                fixed(frame.fixed()),
                                parameters.stream()
                                        .map(parameter -> "  - " + parameter)
                                        .collect(Collectors.joining("\n")));
        return new PlannedStudy(study, text, base, trials, frame.steps(), reruns);
    }

    private static String fixed(List<String> fixed) {
        return fixed.isEmpty() ? "" : "fixed: {%s}\n".formatted(String.join(", ", fixed));
    }
}
