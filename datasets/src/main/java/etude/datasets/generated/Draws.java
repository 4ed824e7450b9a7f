package etude.datasets.generated;

import etude.datasets.RandomStream;

/** A sequence of random numbers that its seed decides: SplitMix64. */
final class Draws {
    private static final double UNIT = 0x1.0p-53;
    private static final int BYTES = 8;
    private static final double BYTE_MEAN = 127.5;

    /** Standard deviation of the sum of eight uniform bytes. */
    private static final double SUM_DEVIATION = Math.sqrt(BYTES * (256.0 * 256 - 1) / 12);

    private long state;

    Draws(long seed) {
        state = seed;
    }

    long word() {
        state += 0x9E3779B97F4A7C15L;
        return RandomStream.mix(state);
    }

    /** Uniform in {@code [low, high)}. */
    double between(double low, double high) {
        return low + (high - low) * (word() >>> 11) * UNIT;
    }

    int below(int bound) {
        return (int) between(0, bound);
    }

    /** Nearly normal with mean 0 and deviation 1, from one word. */
    double normal() {
        return normal(word());
    }

    /** The sum of eight uniform bytes, standardised: bounded by 4.9, no logarithm needed. */
    static double normal(long word) {
        // Sums bytes pairwise, then fours, then all, inside the word.
        long pairs = (word & 0x00FF00FF00FF00FFL) + ((word >>> 8) & 0x00FF00FF00FF00FFL);
        long sum = (pairs * 0x0001000100010001L) >>> 48;
        return (sum - BYTES * BYTE_MEAN) / SUM_DEVIATION;
    }
}
