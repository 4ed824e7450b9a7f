package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * Counts of values in adjoining bins.
 *
 * @param edges one more than counts; a value on an inner edge belongs above it
 */
public record Histogram(List<Double> edges, List<Integer> counts) {
    /** Bins of equal width from low to high; values outside belong to the outermost bins. */
    public static Histogram linear(double[] values, double low, double high, int bins) {
        Integer[] counts = new Integer[bins];
        Arrays.fill(counts, 0);
        Double[] edges = new Double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            edges[i] = low + (high - low) * i / bins;
        }
        for (double value : values) {
            int bin = high > low ? (int) Math.floor((value - low) / (high - low) * bins) : 0;
            counts[Math.max(0, Math.min(bins - 1, bin))]++;
        }
        return new Histogram(List.of(edges), List.of(counts));
    }

    /** Bins of equal ratio from the smallest to the largest value; only positive ones count. */
    public static Histogram logarithmic(double[] values, int bins) {
        double[] logs =
                Arrays.stream(values)
                        .filter(v -> v > 0 && Double.isFinite(v))
                        .map(Math::log10)
                        .toArray();
        if (logs.length == 0) {
            return new Histogram(List.of(), List.of());
        }
        double low = Arrays.stream(logs).min().orElseThrow();
        double high = Arrays.stream(logs).max().orElseThrow();
        Histogram histogram = linear(logs, low, high, bins);
        return new Histogram(
                histogram.edges().stream().map(e -> Math.pow(10, e)).toList(), histogram.counts());
    }
}
