package etude.tuner.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.tuner.space.Advice;
import etude.tuner.space.Arm;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import etude.tuner.space.Values;
import etude.tuner.text.Csv;
import etude.tuner.text.Numbers;
import etude.tuner.text.Printable;
import etude.tuner.text.ShortPaths;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The trials of a study in words, tables and files. */
public final class StudyPlan {
    /** Rank of the settings that are left out first, after what no result depends on. */
    private static final int LAST_TO_GO = 1000;

    /** As many as docs/benchmarks.md has searches with. */
    private static final int FEW_AT_ONCE = 4;

    private final Study study;
    private final List<Trial> trials;
    private final List<Trial> planned;

    public StudyPlan(Study study) {
        this.study = study;
        trials = study.trials();
        planned = trials.stream().filter(trial -> !trial.awaitsPoint()).toList();
    }

    /** For people, in lines of at most so many columns; sentences are as long as they are. */
    public List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        lines.add(study.name() + ": " + study.goal());
        lines.add(
                "%s of %s, %d in all; %s, seed %d"
                        .formatted(
                                Numbers.count(study.arms().size(), "arm"),
                                Numbers.count(study.trialsPerArm(), "trial"),
                                study.trialCount(),
                                word(study.algorithm()),
                                study.seed()));
        study.arms().forEach(arm -> lines.add(describe(arm)));
        lines.add("");
        lines.addAll(planned.isEmpty() ? List.of() : table(width));
        followers().ifPresent(lines::add);
        lines.addAll(advice());
        return lines.stream().map(Printable::line).toList();
    }

    /** How the rest of the trials get their points, where results decide. */
    private Optional<String> followers() {
        int rest = trials.size() - planned.size();
        return rest == 0
                ? Optional.empty()
                : Optional.of(
                        "%s: each gets its point from the results so far when a worker begins it (search.algorithm: %s)."
                                .formatted(
                                        planned.isEmpty()
                                                ? "All %s".formatted(Numbers.count(rest, "trial"))
                                                : "%s more".formatted(Numbers.count(rest, "trial")),
                                        word(study.algorithm())));
    }

    /** A line for each caveat. */
    public List<String> advice() {
        return study.advice().stream()
                .map(advice -> "Advice (%s): %s.".formatted(advice.code(), advice.sentence()))
                .toList();
    }

    /** Which caveats there are, for who has not read the plan; empty where there are none. */
    public Optional<String> pointer() {
        List<String> codes = study.advice().stream().map(Advice::code).distinct().toList();
        return codes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "What this study can conclude has caveats (%s): `etude study plan` with its file says them, and so does the report."
                                .formatted(String.join(", ", codes)));
    }

    /**
     * What so many trials at once cost a search that follows results: each is chosen without
     * knowing what the others reach.
     */
    public Optional<String> parallelism(int workers) {
        return study.algorithm().isAdaptive() && workers > FEW_AT_ONCE
                ? Optional.of(
                        "%d trials at once: each point is chosen before the results of %d others are known, so the search gains less from its results; algorithm: quasi_random with twice the trials may do as well."
                                .formatted(workers, workers - 1))
                : Optional.empty();
    }

    private static String describe(Arm arm) {
        return "Arm %d, %s: samples %s"
                .formatted(
                        arm.index(),
                        arm.label(),
                        arm.axes().isEmpty()
                                ? "nothing"
                                : String.join(
                                        ", ",
                                        arm.axes().stream()
                                                .map(axis -> axis.hyperparameter().path())
                                                .toList()));
    }

    private List<String> table(int width) {
        Set<String> columns = varying();
        ShortPaths heads = new ShortPaths(columns, '.');
        List<Table.Column> head =
                new ArrayList<>(
                        List.of(
                                Table.Column.of("TRIAL"),
                                Table.Column.of("ARM"),
                                Table.Column.of("POINT").rank(LAST_TO_GO + 1),
                                Table.Column.of("SEED").rank(LAST_TO_GO + 2)));
        for (String path : columns) {
            // the first settings are those of the arms, and stay longest
            head.add(Table.Column.of(heads.of(path)).rank(Math.min(head.size(), LAST_TO_GO)));
        }
        Table table = new Table(head);
        for (Trial trial : planned) {
            table.row(row(trial, columns, "-", StudyPlan::shortText).toArray(String[]::new));
        }
        List<String> lines = new ArrayList<>(table.fitted(width).lines("--format csv"));
        lines.addAll(heads.legend());
        return lines;
    }

    /** Settings that are not the same in all trials; all of them where there is one trial. */
    private Set<String> varying() {
        Set<String> varying = paths();
        varying.removeIf(
                path ->
                        planned.size() > 1
                                && planned.stream()
                                                .map(
                                                        t ->
                                                                Optional.ofNullable(
                                                                        t.settings().get(path)))
                                                .distinct()
                                                .count()
                                        == 1);
        return varying;
    }

    private Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        trials.forEach(trial -> paths.addAll(trial.settings().keySet()));
        return paths;
    }

    private static List<String> row(
            Trial trial, Set<String> columns, String absent, Function<JsonNode, String> writing) {
        List<String> row = new ArrayList<>();
        row.add(Integer.toString(trial.number()));
        row.add(Integer.toString(trial.arm()));
        row.add(Integer.toString(trial.point()));
        row.add(Long.toString(trial.seed()));
        for (String path : columns) {
            row.add(Optional.ofNullable(trial.settings().get(path)).map(writing).orElse(absent));
        }
        return row;
    }

    static String shortText(JsonNode value) {
        return value.isFloatingPointNumber()
                ? String.format(Locale.ROOT, "%.4g", value.asDouble())
                : fullText(value);
    }

    private static String fullText(JsonNode value) {
        return Values.text(value);
    }

    /** One line per trial with all settings; empty where a trial has none of that path. */
    public String csv() {
        Set<String> columns = paths();
        List<String> head = new ArrayList<>(List.of("trial", "arm", "point", "seed"));
        head.addAll(columns);
        List<List<String>> rows = new ArrayList<>(List.of(head));
        trials.forEach(trial -> rows.add(row(trial, columns, "", StudyPlan::fullText)));
        return Csv.of(rows);
    }

    /** Everything, for programs. */
    public String json() {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("study", study.name());
        plan.put("goal", study.goal());
        plan.put("base", study.base());
        plan.put("algorithm", word(study.algorithm()));
        plan.put("seed", study.seed());
        plan.put("design", word(study.design()));
        plan.put("trials_per_arm", study.trialsPerArm());
        plan.put("arms", study.arms().stream().map(StudyPlan::json).toList());
        plan.put("advice", study.advice());
        plan.put("trials", trials.stream().map(StudyPlan::json).toList());
        return Json.text(plan);
    }

    private static Map<String, Object> json(Arm arm) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("arm", arm.index());
        object.put("scientific", arm.scientific());
        object.put(
                "samples", arm.axes().stream().map(axis -> axis.hyperparameter().path()).toList());
        return object;
    }

    private static Map<String, Object> json(Trial trial) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("trial", trial.number());
        object.put("arm", trial.arm());
        object.put("point", trial.point());
        object.put("seed", trial.seed());
        object.put("settings", trial.settings());
        if (!trial.origin().precedesResults()) {
            object.put("origin", trial.origin().json());
        }
        return object;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
