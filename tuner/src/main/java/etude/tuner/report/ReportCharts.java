package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.chart.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All plots of a study, in the order in which the playbook asks its questions. */
record ReportCharts(StudyData study, Analysis analysis) {
    /** Where the best trials lie. */
    List<Chart> space() {
        return new AxisCharts(study, analysis).all();
    }

    /** What the scientific hyperparameters do, and what more trials would. */
    List<Chart> comparison() {
        List<Chart> charts = new ArrayList<>(new ComparisonCharts(study, analysis).isolations());
        new ComparisonCharts(study, analysis).budget().ifPresent(charts::add);
        new ComparisonCharts(study, analysis).importance().ifPresent(charts::add);
        return charts;
    }

    /** How training went. */
    List<Chart> training() {
        TrainingCharts charts = new TrainingCharts(study, analysis);
        List<Chart> all = new ArrayList<>();
        charts.curves().ifPresent(all::add);
        charts.stepLoss().ifPresent(all::add);
        charts.gradientNorm().ifPresent(all::add);
        charts.gradientHistogram().ifPresent(all::add);
        charts.bestSteps().ifPresent(all::add);
        charts.throughput().ifPresent(all::add);
        return all;
    }

    /** The chart of an id, where it was drawn. */
    Optional<Chart> find(String id) {
        return List.of(space(), comparison(), training()).stream()
                .flatMap(List::stream)
                .filter(chart -> chart.id().equals(id))
                .findFirst();
    }
}
