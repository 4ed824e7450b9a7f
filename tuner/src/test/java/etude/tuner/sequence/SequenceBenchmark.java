package etude.tuner.sequence;

import java.util.Arrays;

/**
 * Points per second of quasi-random search in 8 dimensions, on one thread. Run by {@code
 * scripts/bench/sequence}.
 */
final class SequenceBenchmark {
    private static final int DIMENSIONS = 8;
    private static final int POINTS = 3_000_000;
    private static final int ROUNDS = 5;

    private SequenceBenchmark() {}

    public static void main(String[] arguments) {
        QuasiRandom sequence = new QuasiRandom(1, DIMENSIONS);
        pointsPerSecond(sequence); // compiles the code
        double[] speeds = new double[ROUNDS];
        Arrays.setAll(speeds, round -> pointsPerSecond(sequence));
        Arrays.sort(speeds);
        System.out.printf(
                "%d dimensions, points 0 to %,d: median %,.0f points/s (lowest %,.0f, highest %,.0f)%n",
                DIMENSIONS, POINTS, speeds[ROUNDS / 2], speeds[0], speeds[ROUNDS - 1]);
    }

    private static double pointsPerSecond(PointSequence sequence) {
        double sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < POINTS; i++) {
            for (double coordinate : sequence.point(i)) {
                sum += coordinate;
            }
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (Math.abs(sum / POINTS - DIMENSIONS / 2.0) > 1e-3) {
            throw new IllegalStateException("the coordinates do not average to one half: " + sum);
        }
        return POINTS / seconds;
    }
}
