package etude.tuner.analysis.calibration;

import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.record.StudyRecord;
import etude.tuner.sequence.QuasiRandom;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * An error rate as a function of hyperparameters {@code h0}, {@code h1}, ..., measured on so many
 * validation examples and with so much noise between seeds.
 *
 * @param trials of each arm
 * @param hyperparameters each on a log scale from 0.001 to 1
 * @param examples of which each measurement is a share
 * @param seeds standard deviation between them, relative to the error
 * @param error between 0 and 1, in an arm at a point of the unit cube
 */
record Surface(int arms, int trials, int hyperparameters, int examples, double seeds, Truth error) {
    /** One arm on 2,000 examples. */
    static Surface of(int trials, int hyperparameters, ToDoubleFunction<double[]> error) {
        return new Surface(
                1, trials, hyperparameters, 2000, 0.05, (arm, point) -> error.applyAsDouble(point));
    }

    Surface arms(int count) {
        return new Surface(count, trials, hyperparameters, examples, seeds, error);
    }

    Surface examples(int count) {
        return new Surface(arms, trials, hyperparameters, count, seeds, error);
    }

    Surface seeds(double deviation) {
        return new Surface(arms, trials, hyperparameters, examples, deviation, error);
    }

    /** What an infinite validation set would show on average over seeds. */
    interface Truth {
        double error(int arm, double[] point);
    }

    /** Lowest there, at 3 %. */
    static double valley(double x, double lowest) {
        return Math.min(0.9, 0.03 + 0.8 * (x - lowest) * (x - lowest));
    }

    /** With other errors in each arm. */
    Surface error(Truth truth) {
        return new Surface(arms, trials, hyperparameters, examples, seeds, truth);
    }

    /** What goes on in a trial, given what its error would be. */
    interface Outcome {
        Run of(Run run, double[] point, double error, SplittableRandom random);
    }

    StudyRecord study(long seed) {
        return study(seed, (run, point, measured, random) -> run.errors(measured)).data();
    }

    SyntheticStudy study(long seed, Outcome outcome) {
        SyntheticStudy study =
                SyntheticStudy.study()
                        .dataset(SyntheticStudy.data(OptionalInt.of(examples), OptionalInt.of(10)));
        if (arms > 1) {
            String[] labels = new String[arms];
            for (int arm = 0; arm < arms; arm++) {
                labels[arm] = "x=" + arm;
            }
            study.arms(labels);
        }
        for (int d = 0; d < hyperparameters; d++) {
            study.range("h" + d, Role.NUISANCE, Scale.LOG, 1e-3, 1);
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int arm = 0; arm < arms; arm++) {
            QuasiRandom sequence = new QuasiRandom(random.nextLong(), hyperparameters);
            for (int i = 0; i < trials; i++) {
                int number = i * arms + arm;
                double[] point = sequence.point(i);
                Run run = Run.trial(number).arm(arm);
                for (int d = 0; d < hyperparameters; d++) {
                    run.with("h" + d, Math.pow(10, -3 + 3 * point[d]));
                }
                study.trial(
                        outcome.of(run, point, measured(error.error(arm, point), random), random));
            }
        }
        return study;
    }

    /** What a training with another seed measures of this error. */
    double measured(double truth, SplittableRandom random) {
        double rate = truth * Math.exp(seeds * random.nextGaussian());
        double sampled =
                rate + Math.sqrt(rate * (1 - Math.min(1, rate)) / examples) * random.nextGaussian();
        return Math.max(0, Math.min(1, Math.rint(sampled * examples) / examples));
    }
}
