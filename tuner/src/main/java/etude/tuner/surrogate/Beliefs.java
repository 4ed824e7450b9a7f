package etude.tuner.surrogate;

import java.util.List;

/**
 * What a process was fitted to be: kept with a study, so that whoever goes on has the same process
 * without fitting it again.
 *
 * @param lengthScales one for each dimension
 * @param variance of the function about its mean
 * @param noise variance of one measurement; 0 where there is none
 * @param points to how many points it was fitted
 * @param degenerate whether the fit was discarded and these are the values before any data
 */
public record Beliefs(
        List<Double> lengthScales, double variance, double noise, int points, boolean degenerate) {
    /** By how much the number of points grows before the process is fitted again. */
    private static final int TENTHS = 11;

    /** Up to so many points a fit takes a moment. */
    private static final int FEW = 64;

    public Beliefs {
        lengthScales = List.copyOf(lengthScales);
    }

    /** Whether so many points are too few more to fit again. */
    public boolean suffice(int now) {
        return now == points || (now > Math.max(points, FEW) && 10L * now < (long) TENTHS * points);
    }

    Kernel kernel(List<Dimension> dimensions) {
        return new Kernel(dimensions, lengthScales, variance);
    }
}
