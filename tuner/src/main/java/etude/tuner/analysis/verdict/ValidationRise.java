package etude.tuner.analysis.verdict;

import etude.trainer.metrics.CorrectSeries;
import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.analysis.statistics.Normal;
import etude.tuner.analysis.statistics.SamplingError;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * By how much a validation metric rises from its best evaluation to its end, and what of that noise
 * explains. The end is the median of the last three evaluations.
 *
 * @param best the lowest value
 * @param end the median of the last values
 * @param noise by which they differ in one question of twenty if nothing rises: the best is a
 *     selected minimum, so that the error is shared among all evaluations (Bonferroni)
 */
record ValidationRise(double best, double end, double noise) {
    private static final double ALPHA = 0.05;
    private static final int LAST = 3;

    /** The variance of the median of 3 is 0.45 of that of one, and the best adds its own. */
    private static final double OF_THE_DIFFERENCE = Math.sqrt(1.45);

    /** Whether noise does not explain it, and it is at least this share of the best. */
    boolean isAtLeast(double share, double resolution) {
        return end - best > noise && end - best >= share * Math.max(Math.abs(best), resolution);
    }

    /** Of any metric of which less is better, by the noise between its evaluations. */
    static ValidationRise of(Curve curve, int questions) {
        double best = curve.lowest().orElseThrow();
        double[] values = curve.values();
        double between = Noise.deviation(curve.secondHalf().values());
        return new ValidationRise(
                best,
                values[end(curve)],
                quantile(questions * curve.size()) * OF_THE_DIFFERENCE * between);
    }

    /**
     * Of the objective; an error rate must also rise beyond what the examples resolve, compared one
     * by one where they were kept.
     *
     * @param questions how many trials are asked together
     */
    static ValidationRise of(Basis basis, FeasibleTrial trial, int questions) {
        ValidationRise rise = of(trial.costs(), questions);
        OptionalLong examples = basis.results().study().countedExamples();
        if (!basis.wording().rate() || examples.isEmpty()) {
            return rise;
        }
        double sampling = sampling(basis, trial, questions, examples.getAsLong());
        return new ValidationRise(rise.best, rise.end, Math.max(rise.noise, sampling));
    }

    private static double sampling(Basis basis, FeasibleTrial trial, int questions, long examples) {
        Curve costs = trial.costs();
        CorrectSeries kept = trial.trial().correct();
        BitSet atBest = kept.evaluations().get(trial.bestStep());
        BitSet atEnd = kept.evaluations().get(costs.steps()[end(costs)]);
        if (atBest != null && atEnd != null) {
            return quantile(questions * costs.size())
                    * SamplingError.ofDifference(atBest, atEnd, kept.examples());
        }
        double best = rate(basis, trial.cost());
        double end = rate(basis, costs.values()[end(costs)]);
        return quantile(questions) // unpaired, two evaluations of one set differ by far less
                * Math.hypot(
                        SamplingError.ofRate(best, examples), SamplingError.ofRate(end, examples));
    }

    private static double rate(Basis basis, double cost) {
        return basis.wording().less() ? cost : -cost;
    }

    private static double quantile(int tests) {
        return -Normal.quantile(ALPHA / Math.max(1, tests));
    }

    /** The place of the median of the last values. */
    private static int end(Curve curve) {
        int last = curve.size() - 1;
        double[] values = curve.values();
        int end = last;
        for (int i = Math.max(0, last - LAST + 1); i <= last; i++) {
            int below = 0;
            int equal = 0;
            for (int j = Math.max(0, last - LAST + 1); j <= last; j++) {
                below += values[j] < values[i] ? 1 : 0;
                equal += values[j] == values[i] ? 1 : 0;
            }
            end = below <= LAST / 2 && below + equal > LAST / 2 ? i : end;
        }
        return end;
    }
}
