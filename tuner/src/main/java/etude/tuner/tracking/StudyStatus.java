package etude.tuner.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.files.Json;
import etude.tuner.space.Arm;
import etude.tuner.space.Objective;
import etude.tuner.space.Study;
import etude.tuner.store.Evaluation;
import etude.tuner.store.Trial;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.Standing;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far a study is, and what is best so far. */
public final class StudyStatus {
    private static final int SHOWN = 5;

    private final Study study;
    private final String directory;
    private final List<Standing> standings;

    private StudyStatus(Study study, String directory, List<Standing> standings) {
        this.study = study;
        this.directory = directory;
        this.standings = standings;
    }

    /** As it stands now. */
    public static StudyStatus of(OpenStudy study) {
        return new StudyStatus(
                study.study(), study.directory().root().toString(), Standing.of(study));
    }

    /** Trials that failed. */
    public long failed() {
        return count(TrialState.FAILED);
    }

    private long count(TrialState state) {
        return standings.stream().filter(s -> s.trial().state() == state).count();
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s".formatted(study.name(), study.goal()));
        List<String> counts = new ArrayList<>();
        for (TrialState state : TrialState.values()) {
            if (count(state) > 0) {
                counts.add("%d %s".formatted(count(state), state.word()));
            }
        }
        lines.add("%d trials: %s".formatted(standings.size(), String.join(", ", counts)));
        for (Arm arm : study.arms()) {
            lines.add("");
            lines.addAll(arm(arm));
        }
        lines.addAll(trouble());
        return lines;
    }

    private List<String> arm(Arm arm) {
        Objective objective = study.objective();
        List<Standing> best =
                ofArm(arm).stream()
                        .filter(s -> s.trial().state() == TrialState.COMPLETED)
                        .sorted(order(objective))
                        .limit(SHOWN)
                        .toList();
        List<String> lines = new ArrayList<>();
        lines.add("Best of %s, by %s:".formatted(arm.label(), objective.metric()));
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of("  TRIAL", "BEST", "AT STEP"));
        arm.axes().forEach(axis -> head.add(axis.parameter().path()));
        table.row(head.toArray(String[]::new));
        for (Standing standing : best) {
            table.row(row(arm, objective, standing));
        }
        lines.addAll(best.isEmpty() ? List.of("  none has completed yet") : table.lines());
        return lines;
    }

    private String[] row(Arm arm, Objective objective, Standing standing) {
        List<String> row = new ArrayList<>();
        row.add("  " + standing.trial().number());
        row.add(MetricLine.number(standing.value(objective)));
        row.add(standing.best().map(Evaluation::step).map(String::valueOf).orElse(""));
        Map<String, JsonNode> settings = study.trial(standing.trial().number()).settings();
        arm.axes()
                .forEach(
                        axis ->
                                row.add(
                                        Optional.ofNullable(settings.get(axis.parameter().path()))
                                                .map(StudyPlan::shortText)
                                                .orElse("-")));
        return row.toArray(String[]::new);
    }

    private List<Standing> ofArm(Arm arm) {
        return standings.stream()
                .filter(s -> s.trial().number() % study.arms().size() == arm.index())
                .toList();
    }

    private static Comparator<Standing> order(Objective objective) {
        Comparator<Standing> byValue = Comparator.comparingDouble(s -> s.value(objective));
        return objective.mode() == Mode.MIN ? byValue : byValue.reversed();
    }

    /** Infeasible and failed trials, grouped by what happened. */
    private List<String> trouble() {
        List<String> lines = new ArrayList<>();
        for (TrialState state : List.of(TrialState.INFEASIBLE, TrialState.FAILED)) {
            Map<String, List<Trial>> alike = new LinkedHashMap<>();
            standings.stream()
                    .map(Standing::trial)
                    .filter(trial -> trial.state() == state)
                    .forEach(
                            trial ->
                                    alike.computeIfAbsent(
                                                    reason(trial).replaceAll("\\d+", "N"),
                                                    reason -> new ArrayList<>())
                                            .add(trial));
            alike.forEach((reason, trials) -> lines.add(trouble(state, reason, trials)));
        }
        if (!lines.isEmpty()) {
            lines.add(0, "");
        }
        if (failed() > 0) {
            lines.add("`etude study retry %s` tries failed trials again.".formatted(directory));
        }
        return lines;
    }

    /** The reason as it is where all say the same; numbers that differ are N. */
    private static String trouble(TrialState state, String pattern, List<Trial> trials) {
        List<String> reasons = trials.stream().map(StudyStatus::reason).distinct().toList();
        return "%s: trial%s %s %s"
                .formatted(
                        state.word(),
                        trials.size() == 1 ? "" : "s",
                        trials.stream()
                                .map(trial -> String.valueOf(trial.number()))
                                .collect(Collectors.joining(", ")),
                        reasons.size() == 1 ? reasons.get(0) : pattern);
    }

    private static String reason(Trial trial) {
        return trial.reason().orElse("");
    }

    /** For programs. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("study", study.name());
        json.put("goal", study.goal());
        json.put("objective", study.objective());
        Map<String, Object> counts = new LinkedHashMap<>();
        for (TrialState state : TrialState.values()) {
            counts.put(state.word(), count(state));
        }
        json.put("trials", counts);
        Standing.winner(standings, study.objective())
                .ifPresent(winner -> json.put("best", json(winner)));
        return Json.text(json);
    }

    private Map<String, Object> json(Standing winner) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", winner.trial().number());
        json.put("value", winner.value(study.objective()));
        winner.best().ifPresent(best -> json.put("step", best.step()));
        winner.best().ifPresent(best -> json.put("metrics", best.metrics()));
        json.put("settings", study.trial(winner.trial().number()).settings());
        return json;
    }
}
