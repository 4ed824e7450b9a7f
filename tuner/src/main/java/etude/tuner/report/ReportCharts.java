package etude.tuner.report;

import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.Analysis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Figure;
import etude.tuner.page.Section;
import etude.tuner.record.StudyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All plots of a study, in the order in which the playbook asks its questions.
 *
 * @param space where the best trials lie
 * @param together all hyperparameters at a time
 * @param comparison what the scientific hyperparameters do, and what more trials would
 * @param training how training went
 * @param steps what single steps did
 * @param speed how fast it was
 */
record ReportCharts(
        List<Chart> space,
        List<Figure> together,
        List<Chart> comparison,
        List<Figure> training,
        List<Chart> steps,
        List<Chart> speed) {
    /**
     * Draws them.
     *
     * @param logged what the best trials logged while they trained, by their number
     */
    static ReportCharts of(
            StudyRecord study, Analysis analysis, Map<Integer, List<Measurement>> logged) {
        ComparisonCharts comparing = new ComparisonCharts(study, analysis);
        TrialCharts trials = new TrialCharts(study, analysis);
        TrainingCharts training = new TrainingCharts(study, analysis);
        StepCharts steps = new StepCharts(study, analysis);
        SpeedCharts speed = new SpeedCharts(study, logged);
        List<Chart> comparison = new ArrayList<>(comparing.isolations());
        comparing.budget().ifPresent(comparison::add);
        comparing.importance().ifPresent(comparison::add);
        List<Figure> curves = new ArrayList<>(training.curves());
        training.bestSteps().ifPresent(curves::add);
        List<Chart> single = new ArrayList<>();
        steps.loss().ifPresent(single::add);
        single.addAll(steps.gradientNorms());
        return new ReportCharts(
                new AxisCharts(study, analysis).all(),
                present(Stream.of(trials.parallel(), trials.pairs())),
                comparison,
                curves,
                single,
                present(
                        Stream.of(
                                speed.throughputOverTime(),
                                speed.dataWaitOverTime(),
                                speed.throughput())));
    }

    private static <F extends Figure> List<F> present(Stream<Optional<F>> figures) {
        return figures.flatMap(Optional::stream).toList();
    }

    /** Those that are drawn, by the headings they stand under. */
    List<Section.Charts> sections() {
        return Stream.of(
                        new Section.Charts("Search space", space),
                        new Section.Charts("All hyperparameters together", together),
                        new Section.Charts("Comparison", comparison),
                        new Section.Charts("Training curves", training),
                        new Section.Charts("Steps of the best trials", steps),
                        new Section.Charts("Speed", speed))
                .filter(section -> !section.charts().isEmpty())
                .toList();
    }

    /** The figure of an id, where it was drawn. */
    Optional<Figure> find(String id) {
        return sections().stream()
                .<Figure>flatMap(section -> section.charts().stream())
                .filter(figure -> figure.id().equals(id))
                .findFirst();
    }
}
