package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Noise;

/**
 * How a trial got on, apart from noise: an improvement counts when it is larger than three standard
 * deviations of the noise between evaluations, two examples, and the share that the thresholds say.
 *
 * @param metricSaturation the share of training after which the objective gained no more that
 *     counts
 * @param trainingSaturation the same of the training loss; 0 where it was not measured
 * @param before the best objective before the last part of training
 * @param improves whether the last part gained on that
 * @param trainingFalls whether the training loss fell in that part too
 * @param trainingEnd the last training loss; not a number where it was not measured
 */
record Progress(
        FeasibleTrial trial,
        double metricSaturation,
        double trainingSaturation,
        double before,
        boolean improves,
        boolean trainingFalls,
        double trainingEnd) {
    private static final double DEVIATIONS = 3;
    private static final double EXAMPLES = 2;

    static Progress of(Basis basis, FeasibleTrial trial) {
        Curve costs = trial.costs();
        Curve training = trial.curve(StudyResults.TRAIN_LOSS);
        double total = trial.totalSteps();
        double from = (1 - basis.thresholds().lateShare()) * total;
        double counts = counts(basis, costs, basis.resolution());
        double before = costs.lowestUpTo(from).orElse(trial.cost());
        boolean measured = training.size() > 2;
        double trainingCounts = measured ? counts(basis, training, Double.MIN_NORMAL) : 0;
        return new Progress(
                trial,
                saturation(costs, counts) / total,
                measured ? saturation(training, trainingCounts) / total : 0,
                before,
                before - trial.cost() > counts,
                measured
                        && training.lowestUpTo(from).orElse(0) - training.lowest().orElse(0)
                                > trainingCounts,
                measured ? training.values()[training.size() - 1] : Double.NaN);
    }

    /** The later of objective and training loss. */
    double saturation() {
        return Math.max(metricSaturation, trainingSaturation);
    }

    /** The drop that a schedule makes is no noise, so the robust measure is taken. */
    private static double counts(Basis basis, Curve curve, double resolution) {
        double best = curve.lowest().orElseThrow();
        double noise = Noise.robustDeviation(curve.secondHalf().values());
        return Math.max(
                basis.thresholds().improvement() * Math.max(Math.abs(best), resolution),
                Math.max(DEVIATIONS * noise, EXAMPLES * resolution));
    }

    /** The first step whose best so far is as good as the best of all, but for what counts. */
    private static double saturation(Curve curve, double counts) {
        double best = curve.lowest().orElseThrow();
        Curve soFar = curve.bestSoFar();
        int i = 0;
        while (soFar.values()[i] > best + counts) {
            i++;
        }
        return soFar.steps()[i];
    }
}
