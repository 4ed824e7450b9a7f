package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.result.DataVariance;
import etude.tuner.analysis.result.RerunResults;
import etude.tuner.analysis.verdict.Remedy;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The conclusions for programs. */
final class ReportJson {
    private ReportJson() {}

    static Map<String, Object> of(StudyRecord study, Analysis analysis, List<String> caveats) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("study", study.outline().name());
        json.put("goal", study.outline().goal());
        json.put("objective", study.outline().objective().json());
        json.putAll(StudyCounts.of(analysis.results()).json());
        json.put("finished", analysis.results().finished());
        json.put("infeasible_reasons", reasons(study));
        json.putAll(analysis.headline().json());
        analysis.results()
                .best()
                .ifPresent(
                        best -> {
                            Map<String, Object> winner = new LinkedHashMap<>();
                            winner.put("trial", best.trial().number());
                            winner.put("step", best.bestStep());
                            analysis.results()
                                    .objective(best.cost())
                                    .ifPresent(value -> winner.put("value", value));
                            json.put("best", winner);
                        });
        if (!study.reruns().isEmpty()) {
            json.put(
                    "reruns",
                    analysis.results().rerun().stream().map(t -> reruns(analysis, t)).toList());
        }
        if (!study.resplits().isEmpty()) {
            json.put(
                    "resplits",
                    DataVariance.trials(analysis.results()).stream()
                            .map(t -> DataVariance.of(analysis.results(), t).json(t))
                            .toList());
        }
        json.put("verdicts", analysis.verdicts().stream().map(ReportJson::of).toList());
        json.put("caveats", caveats);
        return json;
    }

    private static Map<String, Object> reruns(Analysis analysis, TrialRecord trial) {
        RerunResults reruns = analysis.results().reruns(trial);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", trial.number());
        json.putAll(reruns.json(analysis.results()));
        json.put("infeasible", reruns.infeasible());
        return json;
    }

    /** Of those that the store has. */
    private static Map<String, Long> reasons(StudyRecord study) {
        return study.trials().stream()
                .flatMap(trial -> trial.infeasible().stream())
                .collect(
                        Collectors.groupingBy(
                                reason -> reason.kind().word(),
                                TreeMap::new,
                                Collectors.counting()));
    }

    /** One conclusion. */
    static Map<String, Object> of(Verdict verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topic", verdict.topic().word());
        json.put("question", verdict.question());
        json.put("answer", verdict.answer().word());
        json.put("sentence", verdict.answer().sentence());
        json.put("advice", verdict.answer().remedy().map(Remedy::text).orElse(""));
        verdict.answer()
                .remedy()
                .flatMap(Remedy::command)
                .ifPresent(command -> json.put("command", command));
        json.put("plot", verdict.plot());
        return json;
    }
}
