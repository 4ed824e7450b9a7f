package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * A period in a curve, found by least squares of harmonics at each frequency (Schwarzenberg-Czerny
 * 1996), so that periods of any shape and of broken length are seen. The first quarter is left out,
 * for its steep fall would outweigh the rest, and a parabola of what remains.
 *
 * @param period in evaluations
 * @param correlation of each half with what the other half predicts for it: a curve that only
 *     wanders has waves as well, but they do not keep time
 */
public record Periodicity(double period, double correlation) {
    /** Noise alone has such a wave in one curve of a hundred. */
    private static final double SIGNIFICANCE = 0.01;

    private static final int MOST_HARMONICS = 3;
    private static final int EVALUATIONS_PER_HARMONIC = 20;

    /** A period must fit so often. */
    private static final int CYCLES = 3;

    /** Frequencies between two that are independent of each other. */
    private static final int DENSITY = 4;

    /** A part of a period that explains this much of what the period explains is the period. */
    private static final double ENOUGH = 0.8;

    private static final int DEGREES_OF_TREND = 3;

    /**
     * The period that explains most.
     *
     * @param threshold correlation that is taken for a period
     */
    public static Optional<Periodicity> of(double[] values, double threshold) {
        double[] late = Arrays.copyOfRange(values, values.length / 4, values.length);
        if (late.length < EVALUATIONS_PER_HARMONIC) {
            return Optional.empty();
        }
        Search search = new Search(late);
        double frequency = search.fundamental(search.strongest());
        double correlation = search.agreement(frequency);
        return search.chance(frequency) < SIGNIFICANCE && correlation >= threshold
                ? Optional.of(new Periodicity(1 / frequency, correlation))
                : Optional.empty();
    }

    /** The curve without its parabola, and how well waves explain it. */
    private static final class Search {
        private final int count;
        private final double[] rest;
        private final double lowest;
        private final double step;

        Search(double[] values) {
            count = values.length;
            double[][] trend = new double[DEGREES_OF_TREND][count];
            for (int i = 0; i < count; i++) {
                double place = 2.0 * i / (count - 1) - 1;
                trend[0][i] = 1;
                trend[1][i] = place;
                trend[2][i] = place * place;
            }
            rest = new LeastSquares(trend, 0, count).rest(values);
            lowest = (double) CYCLES / count;
            step = 1.0 / (DENSITY * count);
        }

        double strongest() {
            return strongestBetween(lowest, 0.5);
        }

        private double strongestBetween(double from, double to) {
            double best = from;
            double most = -1;
            for (double frequency = from; frequency <= to + 1e-12; frequency += step) {
                double explained = explained(frequency);
                if (explained > most) {
                    most = explained;
                    best = frequency;
                }
            }
            return best;
        }

        /** Harmonics fit a part of the period as well: the shortest that explains it is meant. */
        double fundamental(double frequency) {
            double all = explained(frequency);
            for (int part = 2 * MOST_HARMONICS; part > 1; part--) {
                double centre = part * frequency;
                double near = part * step;
                if (centre <= 0.5) {
                    double found = strongestBetween(centre - near, Math.min(0.5, centre + near));
                    if (explained(found) >= ENOUGH * all) {
                        return found;
                    }
                }
            }
            return frequency;
        }

        /** The share of the variance that waves of this frequency explain. */
        private double explained(double frequency) {
            double total = squares(rest);
            return total <= 0
                    ? 0
                    : 1 - squares(new LeastSquares(waves(frequency), 0, count).rest(rest)) / total;
        }

        /**
         * The probability that noise has a wave as strong at some frequency: the share explained
         * has a beta distribution with as many halves as there are harmonics.
         */
        double chance(double frequency) {
            int harmonics = harmonics(frequency);
            double left = 1 - explained(frequency);
            double degrees = (count - DEGREES_OF_TREND - 2.0 * harmonics) / 2;
            double term = 1;
            double sum = 0;
            for (int j = 0; j < harmonics; j++) {
                sum += term;
                term *= (degrees + j) / (j + 1) * (1 - left);
            }
            return count / 2.0 * sum * Math.pow(left, degrees);
        }

        /** The smaller correlation of a half with what the waves of the other predict for it. */
        double agreement(double frequency) {
            int half = count / 2;
            double[][] waves = waves(frequency);
            return Math.min(
                    correlation(new LeastSquares(waves, 0, half).predicted(rest), half, count),
                    correlation(new LeastSquares(waves, half, count).predicted(rest), 0, half));
        }

        private double correlation(double[] predicted, int from, int to) {
            return pearson(
                    Arrays.copyOfRange(predicted, from, to), Arrays.copyOfRange(rest, from, to));
        }

        private int harmonics(double frequency) {
            int most = Math.min(MOST_HARMONICS, count / EVALUATIONS_PER_HARMONIC);
            return Math.max(1, Math.min(most, (int) Math.floor(0.5 / frequency + 1e-9)));
        }

        private double[][] waves(double frequency) {
            int harmonics = harmonics(frequency);
            double[][] waves = new double[2 * harmonics][count];
            for (int h = 0; h < harmonics; h++) {
                for (int i = 0; i < count; i++) {
                    double angle = 2 * Math.PI * frequency * (h + 1) * i;
                    waves[2 * h][i] = Math.cos(angle);
                    waves[2 * h + 1][i] = Math.sin(angle);
                }
            }
            return waves;
        }
    }

    private static double squares(double[] values) {
        return Arrays.stream(values).map(v -> v * v).sum();
    }

    static double pearson(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return squaresA > 0 && squaresB > 0 ? product / Math.sqrt(squaresA * squaresB) : 0;
    }
}
