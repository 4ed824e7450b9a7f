package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.chart.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All plots of a study, in the order in which the playbook asks its questions.
 *
 * @param space where the best trials lie
 * @param comparison what the scientific hyperparameters do, and what more trials would
 * @param training how training went
 */
record ReportCharts(List<Chart> space, List<Chart> comparison, List<Chart> training) {
    static ReportCharts of(StudyData study, Analysis analysis) {
        ComparisonCharts comparing = new ComparisonCharts(study, analysis);
        List<Chart> comparison = new ArrayList<>(comparing.isolations());
        comparing.budget().ifPresent(comparison::add);
        comparing.importance().ifPresent(comparison::add);
        TrainingCharts training = new TrainingCharts(study, analysis);
        return new ReportCharts(
                new AxisCharts(study, analysis).all(),
                comparison,
                Stream.of(
                                training.curves(),
                                training.stepLoss(),
                                training.gradientNorm(),
                                training.gradientHistogram(),
                                training.bestSteps(),
                                training.throughput())
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** The chart of an id, where it was drawn. */
    Optional<Chart> find(String id) {
        return Stream.of(space, comparison, training)
                .flatMap(List::stream)
                .filter(chart -> chart.id().equals(id))
                .findFirst();
    }
}
