package etude.tuner.tracking;

import etude.tuner.analysis.result.DataVariance;
import etude.tuner.analysis.result.RerunResults;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.store.TrialState;
import etude.tuner.text.Numbers;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the settings of trials reached with other seeds, a row for each trial. */
record RerunTable(StudyResults results) {
    static RerunTable of(StudyRecord study) {
        return new RerunTable(StudyResults.of(study, VerdictThresholds.defaults().farWorse()));
    }

    private StudyRecord study() {
        return results.study();
    }

    /** For people; nothing where there are none. */
    List<String> lines(int width) {
        if (study().reruns().isEmpty()) {
            return List.of();
        }
        Table table =
                new Table(
                        List.of(
                                Table.Column.of("  TRIAL"),
                                Table.Column.of("RERUNS"),
                                Table.Column.of("MEAN"),
                                Table.Column.of("STANDARD ERROR").rank(2),
                                Table.Column.of("DEVIATION").rank(1),
                                Table.Column.of("INFEASIBLE").rank(3)));
        results.rerun().forEach(trial -> table.row(row(trial)));
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                "%s with other seeds: %s; by %s:"
                        .formatted(
                                Numbers.count(study().reruns().size(), "rerun"),
                                states(study().reruns()),
                                study().outline().objective().metric()));
        lines.addAll(table.fitted(width).lines("--format json"));
        return lines;
    }

    /** What other splits say, a sentence for each trial. */
    List<String> resplits() {
        return DataVariance.trials(results).stream()
                .map(trial -> DataVariance.of(results, trial).sentence(trial, Wording.of(study())))
                .toList();
    }

    private static String states(List<TrialRecord> reruns) {
        return reruns.stream()
                .collect(
                        Collectors.groupingBy(
                                TrialRecord::state, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(count -> count.getValue() + " " + count.getKey().word())
                .collect(Collectors.joining(", "));
    }

    private String[] row(TrialRecord trial) {
        RerunResults reruns = results.reruns(trial);
        Wording wording = Wording.of(study());
        boolean several = reruns.costs().size() > 1;
        return new String[] {
            "  " + trial.number(),
            "%d of %d".formatted(reruns.ended(), planned(trial)),
            reruns.costs().isEmpty() ? "-" : wording.value(reruns.mean()),
            several ? wording.difference(reruns.standardError()) : "-",
            several ? wording.difference(reruns.deviation()) : "-",
            Integer.toString(reruns.infeasible())
        };
    }

    private long planned(TrialRecord trial) {
        return study().reruns().stream().filter(one -> one.number() == trial.number()).count();
    }

    /** For programs. */
    List<Map<String, Object>> json() {
        return results.rerun().stream().map(this::json).toList();
    }

    private Map<String, Object> json(TrialRecord trial) {
        RerunResults reruns = results.reruns(trial);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", trial.number());
        json.put("reruns", planned(trial));
        for (TrialState state : TrialState.values()) {
            json.put(
                    state.word(),
                    study().reruns().stream()
                            .filter(one -> one.number() == trial.number())
                            .filter(one -> one.state() == state)
                            .count());
        }
        json.putAll(reruns.json(results));
        return json;
    }
}
