package etude.tuner.tracking;

import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Objective;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Printable;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a study is, and what is best so far.
 *
 * @param difference how what this version of Etude would choose differs from what is stored
 */
public record StudyStatus(StudyRecord study, Optional<String> difference) {
    private static final int SHOWN = 5;

    /** Trials whose logs are shown, and how much of each: the first ones tell enough. */
    private static final int SHOWN_LOGS = 3;

    private static final int SHOWN_LINES = 5;

    /** As it stands now. */
    public static StudyStatus of(OpenStudy study) {
        return new StudyStatus(StudyRecords.ofStore(study), study.difference());
    }

    /** How many trials failed. */
    public long failed() {
        return study.count(TrialState.FAILED);
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s".formatted(study.outline().name(), study.outline().goal()));
        List<String> counts = new ArrayList<>();
        for (TrialState state : TrialState.values()) {
            if (study.count(state) > 0) {
                counts.add("%d %s".formatted(study.count(state), state.word()));
            }
        }
        lines.add("%d trials: %s".formatted(study.trials().size(), String.join(", ", counts)));
        difference.ifPresent(sentence -> lines.add("Note: " + sentence + "."));
        for (Arm arm : study.outline().arms()) {
            lines.add("");
            lines.addAll(arm(arm));
        }
        lines.addAll(trouble());
        lines.addAll(logs());
        if (failed() > 0) {
            lines.add(
                    "`%s` tries failed trials again."
                            .formatted(study.command("etude study retry")));
        }
        return lines.stream().map(Printable::line).toList();
    }

    private List<String> arm(Arm arm) {
        List<TrialRecord> best =
                study.ranked().stream()
                        .filter(trial -> trial.arm() == arm.index())
                        .limit(SHOWN)
                        .toList();
        List<String> lines = new ArrayList<>();
        lines.add("Best of %s, by %s:".formatted(arm.label(), objective().metric()));
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of("  TRIAL", "BEST", "AT STEP"));
        arm.axes().forEach(axis -> head.add(axis.hyperparameter().path()));
        table.row(head.toArray(String[]::new));
        for (TrialRecord trial : best) {
            table.row(row(arm, trial));
        }
        lines.addAll(best.isEmpty() ? List.of("  none has completed yet") : table.lines());
        return lines;
    }

    private Objective objective() {
        return study.outline().objective();
    }

    private String[] row(Arm arm, TrialRecord trial) {
        Measurement best = objective().best(trial.evaluations()).orElseThrow();
        List<String> row = new ArrayList<>();
        row.add("  " + trial.number());
        row.add(MetricLine.number(objective().value(best)));
        row.add(Long.toString(best.step()));
        arm.axes()
                .forEach(
                        axis ->
                                row.add(
                                        trial.value(axis.hyperparameter())
                                                .map(StudyPlan::shortText)
                                                .orElse("-")));
        return row.toArray(String[]::new);
    }

    /** Infeasible and failed trials, grouped by what happened. */
    private List<String> trouble() {
        List<String> lines = new ArrayList<>();
        for (TrialState state : List.of(TrialState.INFEASIBLE, TrialState.FAILED)) {
            Map<String, List<TrialRecord>> alike = new LinkedHashMap<>();
            study.trials().stream()
                    .filter(trial -> trial.state() == state)
                    .forEach(
                            trial ->
                                    alike.computeIfAbsent(
                                                    trial.status().reason().replaceAll("\\d+", "N"),
                                                    reason -> new ArrayList<>())
                                            .add(trial));
            alike.forEach((reason, trials) -> lines.add(trouble(state, reason, trials)));
        }
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        return lines;
    }

    /** The reason as it is where all say the same; numbers that differ are N. */
    private static String trouble(TrialState state, String pattern, List<TrialRecord> trials) {
        List<String> reasons = trials.stream().map(t -> t.status().reason()).distinct().toList();
        return "%s: trial%s %s %s"
                .formatted(
                        state.word(),
                        trials.size() == 1 ? "" : "s",
                        trials.stream()
                                .map(trial -> String.valueOf(trial.number()))
                                .collect(Collectors.joining(", ")),
                        reasons.size() == 1 ? reasons.get(0) : pattern);
    }

    /** What the processes of trials that failed, or that have not ended, printed at their end. */
    private List<String> logs() {
        List<String> lines = new ArrayList<>();
        study.trials().stream()
                .filter(trial -> !trial.lastLogLines().isEmpty())
                .filter(t -> t.state() == TrialState.FAILED || !t.state().isTerminal())
                .limit(SHOWN_LOGS)
                .forEach(
                        trial -> {
                            lines.add(
                                    "Last lines of the log of trial %d:".formatted(trial.number()));
                            List<String> all = trial.lastLogLines().lines().toList();
                            all.subList(Math.max(0, all.size() - SHOWN_LINES), all.size())
                                    .forEach(line -> lines.add("  " + line));
                        });
        return lines;
    }

    /** For programs. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("study", study.outline().name());
        json.put("goal", study.outline().goal());
        json.put("objective", objective().json());
        Map<String, Object> counts = new LinkedHashMap<>();
        for (TrialState state : TrialState.values()) {
            counts.put(state.word(), study.count(state));
        }
        json.put("trials", counts);
        difference.ifPresent(sentence -> json.put("note", sentence));
        study.winner().ifPresent(winner -> json.put("best", json(winner)));
        Map<Integer, String> logs = new TreeMap<>();
        study.trials().stream()
                .filter(trial -> trial.state() == TrialState.FAILED)
                .filter(trial -> !trial.lastLogLines().isEmpty())
                .forEach(trial -> logs.put(trial.number(), trial.lastLogLines()));
        if (!logs.isEmpty()) {
            json.put("last_log_lines", logs);
        }
        return Json.text(json);
    }

    private Map<String, Object> json(TrialRecord winner) {
        Measurement best = objective().best(winner.evaluations()).orElseThrow();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", winner.number());
        json.put("value", objective().value(best));
        json.put("step", best.step());
        json.put("metrics", best.metrics());
        json.put("settings", winner.trial().settings());
        return json;
    }
}
