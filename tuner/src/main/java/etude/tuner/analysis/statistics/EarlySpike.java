package etude.tuner.analysis.statistics;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A rise of the training loss above its start in the first steps, seen through medians of 5 steps
 * (playbook, Figure 5).
 *
 * @param start the first loss, or that of a constant prediction where it is higher
 * @param peak the highest median
 * @param noise standard deviation of the losses from step to step
 * @param peakStep where the peak is
 * @param from the first step of the stretch around the peak that lies above the start
 * @param to its last step
 */
public record EarlySpike(double start, double peak, double noise, int peakStep, int from, int to) {
    private static final int WINDOW = 5;

    /**
     * The highest of some hundred medians of 5 losses lies 2 standard deviations of the losses
     * above their level by chance, and 5 for squared errors of single examples, the longest tail
     * there is.
     */
    private static final double DEVIATIONS = 6;

    /**
     * The highest point of the first steps.
     *
     * @param losses of every step from step 1
     * @param within how many steps are early
     * @param constant the loss of a constant prediction, below which a start is luck; 0 where it is
     *     not known
     */
    public static Optional<EarlySpike> of(float[] losses, int within, double constant) {
        double[] early = early(losses, within);
        if (early.length < 2 * WINDOW) {
            return Optional.empty();
        }
        double start = Math.max(early[0], constant);
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
        return Optional.of(
                new EarlySpike(
                        start,
                        smooth[peak],
                        Noise.robustDeviation(early),
                        peak + 1,
                        from + 1,
                        to + 1));
    }

    /** Whether the peak reaches so many times the start, and noise does not explain it. */
    public boolean reaches(double times) {
        return peak >= times * start && peak - start > DEVIATIONS * noise;
    }

    /** Up to the first loss that is no number: from there on it is divergence. */
    private static double[] early(float[] losses, int within) {
        return IntStream.range(0, Math.min(losses.length, within))
                .mapToDouble(i -> losses[i])
                .takeWhile(Double::isFinite)
                .toArray();
    }
}
