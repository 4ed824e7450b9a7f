package etude.tuner.search;

import etude.tuner.surrogate.Prediction;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a model knows how much it knows: each finished trial beside what the model would have
 * predicted had it not known that one.
 *
 * @param cases in the order of trials
 */
public record Calibration(List<Case> cases) {
    /** Half the width of a 90 % interval in deviations. */
    private static final double WIDTH = 1.6448536269514722;

    private static final double COVERAGE = 0.9;

    /** How often a model that knows is said not to, at most, for each side. */
    private static final double SIGNIFICANCE = 0.01;

    private static final int FEWEST = 10;

    /**
     * A trial.
     *
     * @param trial its number, below 0 where it is one of an earlier study
     * @param cost that it reached
     * @param predicted the median of what was predicted
     * @param low with a probability of 5 % the cost was expected to be lower
     * @param high with a probability of 5 % the cost was expected to be higher
     */
    public record Case(int trial, double cost, double predicted, double low, double high) {
        public boolean isInside() {
            return low <= cost && cost <= high;
        }
    }

    /** What is said of the intervals. */
    public enum Judgement {
        /** There are too few trials. */
        UNKNOWN,
        /** As many trials lie inside as should. */
        RIGHT,
        /** Too many lie outside. */
        TOO_SURE,
        /** Too many lie inside. */
        TOO_UNSURE
    }

    /** Of the trials that a model was made of. */
    public static Calibration of(ArmModel model) {
        List<Prediction> predictions = model.objective().leaveOneOut();
        List<Known> known = model.feasibleTrials().toList();
        return new Calibration(
                IntStream.range(0, known.size())
                        .mapToObj(i -> one(model, known.get(i), predictions.get(i)))
                        .toList());
    }

    private static Case one(ArmModel model, Known known, Prediction prediction) {
        double reach = WIDTH * prediction.deviation();
        return new Case(
                known.number(),
                ((Known.Result.Reached) known.result()).cost(),
                model.warp().cost(prediction.mean()),
                model.warp().cost(prediction.mean() - reach),
                model.warp().cost(prediction.mean() + reach));
    }

    public int inside() {
        return (int) cases.stream().filter(Case::isInside).count();
    }

    public Judgement judgement() {
        int n = cases.size();
        if (n < FEWEST) {
            return Judgement.UNKNOWN;
        }
        if (atMost(inside(), n) < SIGNIFICANCE) {
            return Judgement.TOO_SURE;
        }
        return 1 - atMost(inside() - 1, n) < SIGNIFICANCE ? Judgement.TOO_UNSURE : Judgement.RIGHT;
    }

    /** The probability that at most so many of n lie inside. */
    private static double atMost(int count, int n) {
        double sum = 0;
        double term = StrictMath.pow(1 - COVERAGE, n);
        for (int k = 0; k <= count; k++) {
            sum += term;
            term *= (double) (n - k) / (k + 1) * COVERAGE / (1 - COVERAGE);
        }
        return Math.min(1, sum);
    }
}
