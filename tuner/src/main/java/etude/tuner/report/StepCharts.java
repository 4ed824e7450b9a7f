package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Choices;
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
        List<TrialRecord> drawn = new ArrayList<>();
        for (FeasibleTrial result : analysis.results().best(analysis.thresholds().bestTrials())) {
            float[] losses = result.trial().steps().losses();
            if (losses.length > 0) {
                drawn.add(result.trial());
                String key = Integer.toString(result.trial().number());
                series.add(Thinned.trace("Trial " + key, Series.Role.DATA, key, losses));
            }
        }
        return Chart.drawn(
                        PlotId.STEP_LOSS,
                        "Training loss of every step",
                        "The best trials. " + Thinned.explanation(series),
                        Axis.whole("Step", ""),
                        Thinned.axis("Training loss", series),
                        series)
                .map(chart -> chart.offering(new Choices(true, true, TrainingClock.of(drawn))));
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
