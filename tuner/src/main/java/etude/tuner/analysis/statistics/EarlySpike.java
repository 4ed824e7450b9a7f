package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A rise of the training loss above its start in the first steps, seen through medians of 5 steps
 * (playbook, Figure 5).
 *
 * @param start the median of the first 3 losses
 * @param peak the highest median
 * @param peakStep where that is
 * @param from the first step of the stretch around the peak that lies above the start
 * @param to its last step
 */
public record EarlySpike(double start, double peak, int peakStep, int from, int to) {
    private static final int FIRST = 3;
    private static final int WINDOW = 5;

    /**
     * The highest point of the first steps.
     *
     * @param losses of every step from step 1
     * @param within how many steps are early
     */
    public static Optional<EarlySpike> of(float[] losses, int within) {
        double[] early = early(losses, within);
        if (early.length < 2 * WINDOW) {
            return Optional.empty();
        }
        double start = Quantiles.median(Arrays.copyOf(early, FIRST));
        double[] smooth = Quantiles.runningMedian(early, WINDOW);
        int peak = 0;
        for (int i = 1; i < smooth.length; i++) {
            peak = smooth[i] > smooth[peak] ? i : peak;
        }
        int from = peak;
        while (from > 0 && smooth[from - 1] > start) {
            from--;
        }
        int to = peak;
        while (to + 1 < smooth.length && smooth[to + 1] > start) {
            to++;
        }
        return Optional.of(new EarlySpike(start, smooth[peak], peak + 1, from + 1, to + 1));
    }

    /** Up to the first loss that is no number: from there on it is divergence. */
    private static double[] early(float[] losses, int within) {
        return IntStream.range(0, Math.min(losses.length, within))
                .mapToDouble(i -> losses[i])
                .takeWhile(Double::isFinite)
                .toArray();
    }
}
