package etude.tuner.tracking;

import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.Attempt;
import etude.trainer.run.Attempts;
import etude.trainer.run.RunDirectory;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Rerun;
import etude.tuner.space.Resplit;
import etude.tuner.space.Trial;
import etude.tuner.space.Values;
import etude.tuner.store.AttemptEnd;
import etude.tuner.store.TrialAttempt;
import etude.tuner.study.OpenStudy;
import etude.tuner.text.Csv;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a study knows of its trials.
 *
 * @param everyEvaluation whether not only the best one of each trial is wanted
 */
public record StudyExport(OpenStudy study, boolean everyEvaluation) {
    private Optional<Measurement> best(TrialRecord trial) {
        return study.study().objective().best(trial.evaluations());
    }

    private List<Measurement> evaluations(TrialRecord trial) {
        return everyEvaluation ? trial.evaluations() : best(trial).stream().toList();
    }

    /** All of it. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("study", study.study().name());
        json.put("goal", study.study().goal());
        json.put("notes", study.study().notes());
        json.put("objective", study.study().objective().json());
        json.put("threads", study.processor().threads());
        json.put("kernels", study.processor().kernels().toString());
        StudyRecord record = StudyRecords.ofStore(study);
        json.put("trials", record.trials().stream().map(this::json).toList());
        json.put("reruns", record.reruns().stream().map(this::json).toList());
        if (!record.resplits().isEmpty()) {
            json.put("resplits", record.resplits().stream().map(this::json).toList());
        }
        return Json.text(json);
    }

    private Map<String, Object> json(TrialRecord row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", row.number());
        if (row.status().training() instanceof Rerun rerun) {
            json.put("rerun", rerun.index());
        }
        if (row.status().training() instanceof Resplit resplit) {
            json.put("resplit", resplit.index());
            json.put("split_seed", resplit.splitSeed());
        }
        json.put("arm", row.arm());
        json.put("point", row.trial().point());
        json.put("state", row.state().word());
        if (!row.status().reason().isEmpty()) {
            json.put("reason", row.status().reason());
        }
        row.infeasible().ifPresent(why -> json.put("infeasible", why.json()));
        json.put("seed", row.seed());
        json.put("run_directory", directory(row).toString());
        List<Attempt> runs = runs(row);
        List<Map<String, String>> engines =
                runs.stream().map(Attempt::engine).filter(e -> !e.isEmpty()).distinct().toList();
        if (!engines.isEmpty()) {
            json.put("engines", engines);
        }
        json.put("test_evaluations", row.testEvaluations());
        json.put("settings", row.trial().settings());
        if (!row.trial().origin().precedesResults()) {
            json.put("origin", row.trial().origin().json());
        }
        best(row).ifPresent(best -> json.put("best", best));
        if (everyEvaluation) {
            json.put("evaluations", row.evaluations());
        }
        json.put(
                "attempts",
                study.store().attempts(study.id(), row.status().number()).stream()
                        .map(attempt -> json(attempt, row, runs))
                        .toList());
        return json;
    }

    /** What the processes at it recorded in its run. */
    private List<Attempt> runs(TrialRecord row) {
        try {
            return new Attempts(new RunDirectory(directory(row))).all();
        } catch (EtudeException e) {
            return List.of(); // the run is on another machine, or damaged; the store knows the rest
        }
    }

    private static Map<String, Object> json(
            TrialAttempt attempt, TrialRecord row, List<Attempt> runs) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attempt", attempt.attempt());
        json.put("host", attempt.origin().host());
        json.put("device", device(attempt, runs));
        json.put("command", attempt.origin().command());
        json.put("git_commit", attempt.origin().gitCommit());
        json.put("uncommitted_changes", !attempt.origin().gitDiff().isEmpty());
        json.put("started_at", attempt.startedAt().toString());
        attempt.continuedFrom().ifPresent(step -> json.put("continued_from", step));
        attempt.ended().ifPresent(end -> json.put("ended", end.word()));
        attempt.endedAt().map(Instant::toString).ifPresent(time -> json.put("ended_at", time));
        attempt.reason()
                .or(
                        () ->
                                attempt.ended()
                                        .filter(end -> end == AttemptEnd.INFEASIBLE)
                                        .map(end -> row.status().reason()))
                .ifPresent(reason -> json.put("reason", reason));
        if (!attempt.lastLogLines().isEmpty()) {
            json.put("last_log_lines", attempt.lastLogLines());
        }
        return json;
    }

    /** What {@code auto} came to on that host, where the run is here to say so. */
    private static String device(TrialAttempt attempt, List<Attempt> runs) {
        String wanted = attempt.origin().device();
        return runs.stream()
                .filter(run -> wanted.equals("auto") && run.host().equals(attempt.origin().host()))
                .map(run -> run.device().replace("()", ""))
                .findFirst()
                .orElse(wanted);
    }

    private Path directory(TrialRecord row) {
        return study.directory().trial(row.status().runDirectory());
    }

    /** A line for each trial with its best evaluation, or for each evaluation. */
    public String csv() {
        return csv(StudyRecords.ofStore(study).trials());
    }

    /** The same table of reruns, whose seeds are not those of their trials. */
    public String rerunsCsv() {
        return csv(StudyRecords.ofStore(study).reruns());
    }

    private String csv(List<TrialRecord> rows) {
        Set<String> paths = new LinkedHashSet<>();
        Set<String> metrics = new LinkedHashSet<>();
        for (TrialRecord row : rows) {
            paths.addAll(row.trial().settings().keySet());
            evaluations(row).forEach(e -> metrics.addAll(e.metrics().keySet()));
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
        for (TrialRecord row : rows) {
            List<String> start = new ArrayList<>(cells(row));
            paths.forEach(path -> start.add(setting(row.trial(), path)));
            evaluations(row).forEach(e -> lines.add(line(start, e, metrics)));
            if (evaluations(row).isEmpty()) {
                lines.add(line(start, metrics.size() + 1));
            }
        }
        return Csv.of(lines);
    }

    private List<String> cells(TrialRecord row) {
        return List.of(
                Integer.toString(row.number()),
                Integer.toString(row.arm()),
                Integer.toString(row.trial().point()),
                row.state().word(),
                row.status().reason(),
                Integer.toString(row.status().attempt()),
                Long.toString(row.seed()),
                directory(row).toString());
    }

    private static String setting(Trial trial, String path) {
        return Optional.ofNullable(trial.settings().get(path)).map(Values::text).orElse("");
    }

    private static List<String> line(List<String> start, Measurement end, Set<String> metrics) {
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
