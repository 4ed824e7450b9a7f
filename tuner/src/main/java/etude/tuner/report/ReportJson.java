package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Remedy;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.record.StudyRecord;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The conclusions for programs. */
final class ReportJson {
    private ReportJson() {}

    static Map<String, Object> of(StudyRecord study, Analysis analysis) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("study", study.outline().name());
        json.put("goal", study.outline().goal());
        Map<String, Object> objective = new LinkedHashMap<>();
        objective.put("metric", study.outline().objective().metric());
        objective.put("mode", mode(study));
        json.put("objective", objective);
        json.put("trials", study.trials().size());
        json.put("finished", analysis.results().finished());
        json.put("infeasible", analysis.results().infeasible().size());
        json.put("infeasible_reasons", reasons(analysis.results()));
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
        json.put("verdicts", analysis.verdicts().stream().map(ReportJson::of).toList());
        return json;
    }

    private static Map<String, Long> reasons(StudyResults results) {
        return results.infeasible().stream()
                .collect(
                        Collectors.groupingBy(
                                trial -> trial.reason().kind().word(),
                                TreeMap::new,
                                Collectors.counting()));
    }

    /** As the study file has it. */
    private static String mode(StudyRecord study) {
        return study.outline().objective().mode().name().toLowerCase(Locale.ROOT);
    }

    /** One conclusion. */
    static Map<String, Object> of(Verdict verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topic", verdict.topic().word());
        json.put("question", verdict.question());
        json.put("answer", verdict.answer().word());
        json.put("sentence", verdict.answer().sentence());
        json.put("advice", verdict.answer().remedy().map(Remedy::text).orElse(""));
        json.put("plot", verdict.plot());
        return json;
    }
}
