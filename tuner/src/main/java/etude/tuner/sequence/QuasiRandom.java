package etude.tuner.sequence;

import etude.datasets.RandomStream;
import java.util.stream.IntStream;

/**
 * The scrambled Halton sequence of Owen (2017, arXiv:1706.02808): the digits of a point's number in
 * base 2, 3, 5, ..., one prime per dimension, are permuted and read behind the radix point. Every
 * digit position of every dimension has its own random permutation, the endless leading zeros
 * included, which makes each point uniform and a shift unnecessary.
 *
 * <p>More dimensions leave the coordinates of the first ones as they are.
 */
public final class QuasiRandom implements PointSequence {
    private final Dimension[] axes;

    public QuasiRandom(long seed, int dimensions) {
        int[] primes = Primes.first(dimensions);
        axes =
                IntStream.range(0, dimensions)
                        .mapToObj(d -> new Dimension(primes[d], RandomStream.SEARCH.seed(seed, d)))
                        .toArray(Dimension[]::new);
    }

    @Override
    public double[] point(long number) {
        double[] coordinates = new double[axes.length];
        for (int d = 0; d < axes.length; d++) {
            coordinates[d] = axes[d].coordinate(number);
        }
        return coordinates;
    }

    /** One axis, a van der Corput sequence with permuted digits. */
    private static final class Dimension {
        /** More digits than a double can tell apart would be lost. */
        private static final double BITS = 54;

        private static final double LARGEST = Math.nextDown(1.0);

        private final int base;

        /** What digit x at position k adds, at index k * base + x. */
        private final double[] parts;

        /** What the zeros from position k on add together. */
        private final double[] zeros;

        Dimension(int base, long seed) {
            this.base = base;
            int positions = (int) Math.ceil(BITS / (Math.log(base) / Math.log(2))) - 1;
            parts = new double[positions * base];
            zeros = new double[positions + 1];
            double weight = 1;
            for (int k = 0; k < positions; k++) {
                weight /= base;
                int[] digits = permutation(base, RandomStream.SEARCH.seed(seed, k));
                for (int x = 0; x < base; x++) {
                    parts[k * base + x] = digits[x] * weight;
                }
            }
            for (int k = positions - 1; k >= 0; k--) {
                zeros[k] = zeros[k + 1] + parts[k * base];
            }
        }

        double coordinate(long number) {
            double sum = 0;
            int k = 0;
            for (long rest = number; rest != 0 && k < zeros.length - 1; rest /= base) {
                sum += parts[k * base + (int) (rest % base)];
                k++;
            }
            return Math.min(LARGEST, sum + zeros[k]);
        }

        /** Fisher and Yates, with one random word for each exchange. */
        private static int[] permutation(int size, long seed) {
            int[] values = IntStream.range(0, size).toArray();
            for (int i = size - 1; i > 0; i--) {
                int j = (int) Long.remainderUnsigned(RandomStream.mix(seed + i), i + 1L);
                int moved = values[i];
                values[i] = values[j];
                values[j] = moved;
            }
            return values;
        }
    }
}
