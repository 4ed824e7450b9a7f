package etude.tuner.analysis.plot;

import etude.tuner.analysis.statistics.Histogram;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.record.TrialRecord;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The unclipped gradient norms of all steps of a trial (playbook, "Gradient clipping").
 *
 * @param percentile90 where the playbook puts the clipping threshold
 * @param clipped share of the steps above the threshold in use
 * @param histogram on a logarithmic axis
 */
public record GradientNormPlot(
        int trial,
        double median,
        double percentile90,
        double percentile99,
        OptionalDouble threshold,
        OptionalDouble clipped,
        Histogram histogram) {
    private static final int BINS = 40;

    /** The plot of a trial; empty where its steps were not read. */
    public static Optional<GradientNormPlot> of(TrialRecord trial) {
        double[] finite = Quantiles.finite(trial.steps().gradientNorms());
        if (finite.length == 0) {
            return Optional.empty();
        }
        OptionalDouble threshold = trial.clippingNorm();
        return Optional.of(
                new GradientNormPlot(
                        trial.number(),
                        Quantiles.median(finite),
                        Quantiles.of(finite, 0.9),
                        Quantiles.of(finite, 0.99),
                        threshold,
                        threshold.isPresent()
                                ? OptionalDouble.of(above(finite, threshold.getAsDouble()))
                                : OptionalDouble.empty(),
                        Histogram.logarithmic(finite, BINS)));
    }

    private static double above(double[] norms, double threshold) {
        return Arrays.stream(norms).filter(n -> n > threshold).count() / (double) norms.length;
    }
}
