package etude.tuner.analysis.calibration;

import etude.trainer.metrics.CorrectSeries;
import etude.tuner.analysis.Run;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * A training whose true course is known, as functions of the share of training. Each validation
 * example has a difficulty, and is wrong while that is below the true error; those near it flip
 * from evaluation to evaluation.
 */
final class MadeUpTraining {
    private static final int STEPS_PER_EVALUATION = 100;
    private static final int MOST_WITH_STEPS = 10;

    private final SplittableRandom random;
    private int examples = 2000;
    private int evaluations = 40;
    private double flips = 0.005;
    private boolean paired = true;
    private DoubleUnaryOperator error = x -> 0.05 + 0.4 * Math.exp(-5 * x);
    private DoubleUnaryOperator loss = x -> 0.2 + Math.exp(-5 * x);
    private double lossNoise = 0.01;
    private DoubleUnaryOperator training = x -> 0.02 + 2 * Math.exp(-5 * x);
    private double batchNoise = -1;
    private boolean heavyTail;

    private MadeUpTraining(SplittableRandom random) {
        this.random = random;
    }

    static MadeUpTraining of(SplittableRandom random) {
        return new MadeUpTraining(random);
    }

    MadeUpTraining examples(int count) {
        examples = count;
        return this;
    }

    MadeUpTraining evaluations(int count) {
        evaluations = count;
        return this;
    }

    /** How far from its difficulty an example is still wrong at times. */
    MadeUpTraining flips(double width) {
        flips = width;
        return this;
    }

    /** A run from before it kept which examples were right. */
    MadeUpTraining unpaired() {
        paired = false;
        return this;
    }

    MadeUpTraining error(DoubleUnaryOperator truth) {
        error = truth;
        return this;
    }

    /** Of the validation set, with noise relative to it. */
    MadeUpTraining loss(DoubleUnaryOperator truth, double noise) {
        loss = truth;
        lossNoise = noise;
        return this;
    }

    MadeUpTraining training(DoubleUnaryOperator truth) {
        training = truth;
        return this;
    }

    /** Keeps the loss of every step, with noise relative to it; a shorter training. */
    MadeUpTraining steps(double noise) {
        batchNoise = noise;
        evaluations = Math.min(evaluations, MOST_WITH_STEPS);
        return this;
    }

    /** Squared errors of single examples: the mean is far above the median. */
    MadeUpTraining singleExamples() {
        heavyTail = true;
        return steps(1);
    }

    /** The trial as it would be read. */
    Run run(int number) {
        SortedMap<Long, BitSet> right = new TreeMap<>();
        double[] errors = new double[evaluations];
        for (int i = 0; i < evaluations; i++) {
            BitSet bits = right(error.applyAsDouble(place(i)));
            errors[i] = 1 - (double) bits.cardinality() / examples;
            right.put((long) STEPS_PER_EVALUATION * (i + 1), bits);
        }
        Run run =
                Run.trial(number)
                        .learningRate(0.1)
                        .errors(errors)
                        .measured("validation/loss", i -> noisy(loss, place(i), lossNoise))
                        .trainLosses(evaluations, i -> noisy(training, place(i), 0.01));
        if (paired) {
            run.correct(new CorrectSeries(examples, right));
        }
        int steps = STEPS_PER_EVALUATION * evaluations;
        return batchNoise < 0 ? run : run.stepLosses(steps, i -> batch((i + 1.0) / steps));
    }

    private double place(int evaluation) {
        return (evaluation + 1.0) / evaluations;
    }

    private double batch(double place) {
        double truth = training.applyAsDouble(place);
        double gaussian = random.nextGaussian();
        return heavyTail ? truth * gaussian * gaussian : truth * (1 + batchNoise * gaussian);
    }

    private double noisy(DoubleUnaryOperator truth, double place, double noise) {
        return truth.applyAsDouble(place) * (1 + noise * random.nextGaussian());
    }

    /** Only examples near the true error can flip, so that the others cost nothing. */
    private BitSet right(double truth) {
        BitSet right = new BitSet(examples);
        int from = place(truth - 4 * flips);
        int to = place(truth + 4 * flips);
        right.set(to, examples);
        for (int i = from; i < to; i++) {
            double difficulty = (i + 0.5) / examples;
            if (difficulty + flips * random.nextGaussian() > truth) {
                right.set(i);
            }
        }
        return right;
    }

    /** How many examples are easier. */
    private int place(double difficulty) {
        return (int) Math.round(Math.max(0, Math.min(1, difficulty)) * examples);
    }
}
