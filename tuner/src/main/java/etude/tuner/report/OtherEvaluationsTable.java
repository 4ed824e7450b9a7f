package etude.tuner.report;

import etude.trainer.run.OtherEvaluations;
import etude.trainer.run.OtherEvaluations.OtherEvaluation;
import etude.tuner.page.Section;
import etude.tuner.text.MetricLine;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run reached on data that are none of its splits. */
record OtherEvaluationsTable(OtherEvaluations evaluations) {
    Section section() {
        return new Section.Table(
                "Evaluations on other data",
                List.of(
                        Section.Column.text("When"),
                        Section.Column.number("Step", ""),
                        Section.Column.text("Data"),
                        Section.Column.number("Examples", ""),
                        Section.Column.text("Metrics")),
                evaluations.all().stream().map(OtherEvaluationsTable::row).toList());
    }

    private static List<String> row(OtherEvaluation one) {
        return List.of(
                one.look().time().truncatedTo(ChronoUnit.SECONDS).toString(),
                Long.toString(one.look().step()),
                one.data().toString(),
                Integer.toString(one.examples()),
                metrics(one.look().metrics()));
    }

    /** Without those of single classes, which the file has. */
    private static String metrics(Map<String, Double> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> !MetricLine.isOfClass(metric.getKey()))
                .map(
                        metric ->
                                "%s %s"
                                        .formatted(
                                                metric.getKey(),
                                                MetricLine.value(
                                                        metric.getKey(), metric.getValue())))
                .collect(Collectors.joining(", "));
    }
}
