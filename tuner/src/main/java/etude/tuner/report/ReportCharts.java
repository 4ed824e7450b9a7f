package etude.tuner.report;

import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.Analysis;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Figure;
import etude.tuner.page.Section;
import etude.tuner.record.StudyRecord;
import etude.tuner.text.MetricLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All plots of a study, in the order in which the playbook asks its questions.
 *
 * @param sections those that are drawn, by the headings they stand under
 */
record ReportCharts(List<Section.Charts> sections) {
    /**
     * Draws them.
     *
     * @param logged what the best trials logged while they trained, by their number
     */
    static ReportCharts of(
            StudyRecord study, Analysis analysis, Map<Integer, List<Measurement>> logged) {
        ComparisonCharts comparison = new ComparisonCharts(study, analysis);
        TrialCharts trials = new TrialCharts(study, analysis);
        TrainingCharts training = new TrainingCharts(study, analysis);
        StepCharts steps = new StepCharts(study, analysis);
        SpeedCharts speed = new SpeedCharts(study, logged);
        Stream<Section.Charts> sections =
                Stream.of(
                        section(
                                "Search space",
                                List.of(new AxisCharts(study, analysis).all().stream())),
                        section(
                                "All hyperparameters together",
                                List.of(trials.parallel().stream(), trials.pairs().stream())),
                        section(
                                "Comparison",
                                List.of(
                                        comparison.isolations().stream(),
                                        trials.history().stream(),
                                        comparison.budget().stream(),
                                        comparison.importance().stream())),
                        section(
                                "Training curves",
                                List.of(training.curves().stream(), training.bestSteps().stream())),
                        section(
                                "Steps of the best trials",
                                List.of(steps.loss().stream(), steps.gradientNorms().stream())),
                        section(
                                "Speed",
                                List.of(
                                        speed.throughputOverTime().stream(),
                                        speed.dataWaitOverTime().stream(),
                                        speed.throughput().stream())));
        return new ReportCharts(sections.filter(s -> !s.charts().isEmpty()).toList());
    }

    private static Section.Charts section(
            String heading, List<? extends Stream<? extends Figure>> figures) {
        return new Section.Charts(heading, figures.stream().<Figure>flatMap(f -> f).toList());
    }

    /** The axis of the best value of the objective over training. */
    static Axis objective(StudyRecord study) {
        String metric = study.outline().objective().metric();
        return measured(Axis.linear("Best " + metric, ""), metric);
    }

    /** The axis of a metric: shares of the examples are read in percent, as sentences say them. */
    static Axis measured(Axis axis, String metric) {
        return MetricLine.isRate(metric) ? axis.inPercent() : axis;
    }

    /** The figure of an id, where it was drawn. */
    Optional<Figure> find(String id) {
        return sections.stream()
                .<Figure>flatMap(section -> section.charts().stream())
                .filter(figure -> figure.id().equals(id))
                .findFirst();
    }
}
