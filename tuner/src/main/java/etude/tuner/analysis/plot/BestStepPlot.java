package etude.tuner.analysis.plot;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Histogram;

/**
 * Where retrospective selection falls (playbook, "Deciding how long to train when training is not
 * compute-bound").
 *
 * @param histogram of the best step's place in training, from 0 to 1, over all feasible trials
 */
public record BestStepPlot(Histogram histogram) {
    private static final int BINS = 20;

    static BestStepPlot of(StudyResults results) {
        double[] shares =
                results.feasible().stream().mapToDouble(FeasibleTrial::bestStepShare).toArray();
        return new BestStepPlot(Histogram.linear(shares, 0, 1, BINS));
    }
}
