package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every step of the best trials did, also between evaluations. */
record StepCharts(StudyRecord study, Analysis analysis) {
    /** Training loss of every step: spikes that evaluations miss. */
    Optional<Chart> loss() {
        List<Series> series = new ArrayList<>();
        for (FeasibleTrial result : analysis.results().best(analysis.thresholds().bestTrials())) {
            List<Point> points = Thinned.largestPositive(result.trial().steps().losses());
            if (!points.isEmpty()) {
                String key = Integer.toString(result.trial().number());
                series.add(
                        new Series.Line(
                                "Trial " + key,
                                Series.Role.DATA,
                                points.stream().map(point -> point.keyed(key)).toList()));
            }
        }
        return Chart.drawn(
                PlotId.STEP_LOSS,
                "Training loss of every step",
                "The best trials, the largest loss of neighbouring steps, so that no spike"
                        + " is lost.",
                Axis.whole("Step", ""),
                Axis.powersOfTen("Training loss", ""),
                series);
    }

    /** Gradient norm of every step of the best trial that kept them. */
    List<Chart> gradientNorms() {
        return analysis.plots().gradientNorms().stream()
                .limit(1)
                .flatMap(
                        plot ->
                                new GradientNormCharts(
                                                plot, gradientNorm(plot.trial()), "the best trial")
                                        .all().stream())
                .toList();
    }

    private float[] gradientNorm(int trial) {
        return study.trials().stream()
                .filter(t -> t.number() == trial)
                .findFirst()
                .map(TrialRecord::steps)
                .orElseThrow()
                .gradientNorms();
    }
}
