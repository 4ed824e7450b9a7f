package etude.tuner.tracking;

import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.tuner.cluster.Submitted;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Objective;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import etude.tuner.text.Printable;
import etude.tuner.text.Quantities;
import etude.tuner.text.ShortPaths;
import etude.tuner.text.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a study is, and what is best so far.
 *
 * @param underWay trials and reruns that have begun and not ended
 * @param workers that were submitted to other machines
 * @param difference how what this version of Etude would choose differs from what is stored
 */
public record StudyStatus(
        StudyRecord study,
        List<TrialUnderWay> underWay,
        StudyWorkers workers,
        Optional<String> difference) {
    private static final int SHOWN = 5;

    private static final int SHOWN_UNDER_WAY = 20;

    /** Trials whose logs are shown, and how much of each: the first ones tell enough. */
    private static final int SHOWN_LOGS = 3;

    private static final int SHOWN_LINES = 5;

    /** As its store has it now. */
    public static StudyStatus of(OpenStudy study) {
        StudyRecord record = StudyRecords.ofStore(study);
        return new StudyStatus(
                record, TrialUnderWay.of(study, record), StudyWorkers.none(), study.difference());
    }

    /** As its store has it now, with the workers that were submitted for it. */
    public static StudyStatus of(OpenStudy study, Submitted submitted) {
        StudyStatus status = of(study);
        return new StudyStatus(
                status.study,
                status.underWay,
                StudyWorkers.of(submitted, status.underWay),
                status.difference);
    }

    /** How many trials, reruns and resplits failed. */
    public long failed() {
        return study.count(TrialState.FAILED)
                + study.again().stream().filter(r -> r.state() == TrialState.FAILED).count();
    }

    /** For people, in lines of at most so many columns; sentences are as long as they are. */
    public List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s".formatted(study.outline().name(), study.outline().goal()));
        lines.add(
                "%s: %s"
                        .formatted(
                                Numbers.count(study.trials().size(), "trial"),
                                String.join(", ", counts())));
        difference.ifPresent(sentence -> lines.add("Note: " + sentence + "."));
        lines.addAll(underWay(width));
        lines.addAll(workers.lines(width));
        ShortPaths heads = heads();
        for (Arm arm : study.outline().arms()) {
            lines.add("");
            lines.addAll(arm(arm, heads, width));
        }
        if (study.winner().isPresent()) {
            lines.addAll(heads.legend());
        }
        lines.addAll(RerunTable.of(study).lines(width));
        List<String> resplits = RerunTable.of(study).resplits();
        if (!resplits.isEmpty()) {
            lines.add("");
            lines.addAll(resplits);
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

    private List<String> counts() {
        long stopped = underWay.stream().filter(trial -> !trial.runs() && !trial.isRerun()).count();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("not begun", study.count(TrialState.PENDING) - stopped);
        counts.put("stopped half-way", stopped);
        for (TrialState state : TrialState.values()) {
            if (state != TrialState.PENDING) {
                counts.put(state.word(), study.count(state));
            }
        }
        counts.values().removeIf(count -> count == 0);
        return counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList();
    }

    private List<String> underWay(int width) {
        if (underWay.isEmpty()) {
            return List.of();
        }
        Table table =
                new Table(
                        List.of(
                                Table.Column.of("  TRIAL"),
                                Table.Column.of("STATE").cutTo(16),
                                Table.Column.of("STEP"),
                                Table.Column.of("NEWEST").rank(2),
                                Table.Column.of("BEST").rank(1),
                                Table.Column.of("ETA")));
        underWay.stream().limit(SHOWN_UNDER_WAY).forEach(trial -> table.row(row(trial)));
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Under way, with %s so far:".formatted(objective().metric()));
        lines.addAll(table.fitted(width).lines("--format json"));
        if (underWay.size() > SHOWN_UNDER_WAY) {
            lines.add("  and %d more".formatted(underWay.size() - SHOWN_UNDER_WAY));
        }
        return lines;
    }

    private String[] row(TrialUnderWay trial) {
        return new String[] {
            "  " + trial.name(),
            trial.runs()
                    ? "running" + trial.silence().map(StudyStatus::silent).orElse("")
                    : "stopped half-way",
            trial.step()
                    + (trial.lastStep().isPresent() ? " of " + trial.lastStep().getAsLong() : ""),
            trial.newest().map(this::value).orElse("-"),
            trial.best().map(this::value).orElse("-"),
            trial.remaining().map(Quantities::clock).orElse("-")
        };
    }

    private String value(double reached) {
        return MetricLine.value(objective().metric(), reached);
    }

    private static String silent(Duration time) {
        return ", no sign for " + Quantities.duration((double) time.toSeconds());
    }

    /** Heads of the columns of all arms. */
    private ShortPaths heads() {
        Set<String> paths = new LinkedHashSet<>();
        study.outline()
                .arms()
                .forEach(
                        arm -> arm.axes().forEach(axis -> paths.add(axis.hyperparameter().path())));
        return new ShortPaths(paths, '.');
    }

    private List<String> arm(Arm arm, ShortPaths heads, int width) {
        List<TrialRecord> best =
                study.ranked().stream()
                        .filter(trial -> trial.arm() == arm.index())
                        .limit(SHOWN)
                        .toList();
        List<String> lines = new ArrayList<>();
        lines.add("Best of %s, by %s:".formatted(arm.label(), objective().metric()));
        List<Table.Column> columns =
                new ArrayList<>(
                        List.of(
                                Table.Column.of("  TRIAL"),
                                Table.Column.of("BEST"),
                                Table.Column.of("AT STEP").rank(1)));
        for (int i = 0; i < arm.axes().size(); i++) {
            String path = arm.axes().get(i).hyperparameter().path();
            columns.add(Table.Column.of(heads.of(path)).rank(i + 2));
        }
        Table table = new Table(columns);
        for (TrialRecord trial : best) {
            table.row(row(arm, trial));
        }
        lines.addAll(
                best.isEmpty()
                        ? List.of("  none has completed yet")
                        : table.fitted(width)
                                .lines(
                                        "`%s --format csv`"
                                                .formatted(study.command("etude study export"))));
        return lines;
    }

    private Objective objective() {
        return study.outline().objective();
    }

    private String[] row(Arm arm, TrialRecord trial) {
        Measurement best = objective().best(trial.evaluations()).orElseThrow();
        List<String> row = new ArrayList<>();
        row.add("  " + trial.number());
        row.add(value(objective().value(best)));
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
            alike.forEach((reason, trials) -> lines.add(trouble(state, trials)));
        }
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        return lines;
    }

    /** The reason of all, or that of the first where they differ in their numbers. */
    private static String trouble(TrialState state, List<TrialRecord> trials) {
        List<String> reasons = trials.stream().map(t -> t.status().reason()).distinct().toList();
        return "%s: trial%s %s %s"
                .formatted(
                        state.word(),
                        trials.size() == 1 ? "" : "s",
                        trials.stream()
                                .map(trial -> String.valueOf(trial.number()))
                                .collect(Collectors.joining(", ")),
                        reasons.size() == 1
                                ? reasons.get(0)
                                : "%s (trial %d; the others alike)"
                                        .formatted(reasons.get(0), trials.get(0).number()));
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
        if (!study.reruns().isEmpty()) {
            json.put("reruns", RerunTable.of(study).json());
        }
        json.put("under_way", underWay.stream().map(TrialUnderWay::json).toList());
        if (!workers.rows().isEmpty()) {
            json.put("workers", workers.json());
        }
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
