package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The conclusions for programs. */
final class ReportJson {
    private ReportJson() {}

    static Map<String, Object> of(StudyData study, Analysis analysis) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("study", study.design().name());
        json.put("goal", study.design().goal());
        json.put("objective", study.design().objective());
        json.put("trials", study.trials().size());
        json.put("finished", analysis.results().finished());
        json.put("infeasible", analysis.results().infeasible().size());
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

    /** One conclusion. */
    static Map<String, Object> of(Verdict verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("question", verdict.question());
        json.put(
                "answer",
                verdict.answer()
                        .getClass()
                        .getSimpleName()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                        .toLowerCase(Locale.ROOT));
        json.put("sentence", verdict.answer().sentence());
        json.put("advice", VerdictSection.advice(verdict.answer()));
        json.put("plot", verdict.plot());
        return json;
    }
}
