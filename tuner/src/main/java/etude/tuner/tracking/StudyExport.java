package etude.tuner.tracking;

import etude.trainer.files.Json;
import etude.tuner.space.Trial;
import etude.tuner.store.Evaluation;
import etude.tuner.store.TrialAttempt;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;

/**
 * Everything that a study knows of its trials.
 *
 * @param everyEvaluation whether not only the best one of each trial is wanted
 */
public record StudyExport(OpenStudy study, boolean everyEvaluation) {
    private record Row(Standing standing, Trial trial, List<Evaluation> evaluations) {}

    private List<Row> rows() {
        return Standing.of(study).stream().map(this::row).toList();
    }

    private Row row(Standing standing) {
        int number = standing.trial().number();
        List<Evaluation> evaluations =
                everyEvaluation
                        ? study.store().evaluations(study.id(), number)
                        : standing.best().stream().toList();
        return new Row(standing, study.study().trial(number), evaluations);
    }

    /** All of it. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("study", study.study().name());
        json.put("goal", study.study().goal());
        json.put("notes", study.study().notes());
        json.put("objective", study.study().objective());
        json.put("threads", study.threads());
        json.put("trials", rows().stream().map(this::json).toList());
        return Json.text(json);
    }

    private Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", row.trial().number());
        json.put("arm", row.trial().arm());
        json.put("point", row.trial().point());
        json.put("state", row.standing().trial().state().word());
        row.standing().trial().reason().ifPresent(reason -> json.put("reason", reason));
        json.put("seed", row.trial().seed());
        json.put("run_directory", directory(row));
        json.put("settings", row.trial().settings());
        row.standing().best().ifPresent(best -> json.put("best", json(best)));
        if (everyEvaluation) {
            json.put("evaluations", row.evaluations().stream().map(StudyExport::json).toList());
        }
        json.put(
                "attempts",
                study.store().attempts(study.id(), row.standing().trial().number()).stream()
                        .map(StudyExport::json)
                        .toList());
        return json;
    }

    private static Map<String, Object> json(Evaluation evaluation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", evaluation.step());
        json.put("metrics", evaluation.metrics());
        return json;
    }

    private static Map<String, Object> json(TrialAttempt attempt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attempt", attempt.attempt());
        json.put("host", attempt.origin().host());
        json.put("device", attempt.origin().device());
        json.put("command", attempt.origin().command());
        json.put("git_commit", attempt.origin().gitCommit());
        json.put("uncommitted_changes", !attempt.origin().gitDiff().isEmpty());
        json.put("started_at", attempt.startedAt().toString());
        attempt.continuedFrom().ifPresent(step -> json.put("continued_from", step));
        attempt.ended().ifPresent(how -> json.put("ended", how));
        attempt.endedAt().map(Instant::toString).ifPresent(time -> json.put("ended_at", time));
        attempt.reason().ifPresent(reason -> json.put("reason", reason));
        return json;
    }

    private String directory(Row row) {
        return study.directory().trial(row.standing().trial().runDirectory()).toString();
    }

    /** A line for each trial with its best evaluation, or for each evaluation. */
    public String csv() {
        List<Row> rows = rows();
        Set<String> paths = new LinkedHashSet<>();
        Set<String> metrics = new LinkedHashSet<>();
        for (Row row : rows) {
            paths.addAll(row.trial().settings().keySet());
            row.evaluations().forEach(e -> metrics.addAll(e.metrics().keySet()));
        }
        List<String> head =
                new ArrayList<>(
                        List.of(
                                "trial",
                                "arm",
                                "point",
                                "state",
                                "reason",
                                "attempts",
                                "seed",
                                "run_directory"));
        head.addAll(paths);
        head.add(everyEvaluation ? "step" : "best_step");
        head.addAll(metrics);
        List<List<String>> lines = new ArrayList<>(List.of(head));
        for (Row row : rows) {
            List<String> start = new ArrayList<>(cells(row));
            paths.forEach(path -> start.add(setting(row.trial(), path)));
            row.evaluations().forEach(e -> lines.add(line(start, e, metrics)));
            if (row.evaluations().isEmpty()) {
                lines.add(line(start, metrics.size() + 1));
            }
        }
        return lines.stream()
                .map(line -> CSVFormat.RFC4180.format(line.toArray()) + "\n")
                .collect(Collectors.joining());
    }

    private List<String> cells(Row row) {
        return List.of(
                Long.toString(row.trial().number()),
                Integer.toString(row.trial().arm()),
                Long.toString(row.trial().point()),
                row.standing().trial().state().word(),
                row.standing().trial().reason().orElse(""),
                Integer.toString(row.standing().trial().attempt()),
                Long.toString(row.trial().seed()),
                directory(row));
    }

    private static String setting(Trial trial, String path) {
        return Optional.ofNullable(trial.settings().get(path))
                .map(value -> value.isTextual() ? value.asText() : value.toString())
                .orElse("");
    }

    private static List<String> line(List<String> start, Evaluation end, Set<String> metrics) {
        List<String> line = new ArrayList<>(start);
        line.add(Long.toString(end.step()));
        for (String metric : metrics) {
            line.add(
                    Optional.ofNullable(end.metrics().get(metric)).map(String::valueOf).orElse(""));
        }
        return line;
    }

    private static List<String> line(List<String> start, int empty) {
        List<String> line = new ArrayList<>(start);
        for (int i = 0; i < empty; i++) {
            line.add("");
        }
        return line;
    }
}
