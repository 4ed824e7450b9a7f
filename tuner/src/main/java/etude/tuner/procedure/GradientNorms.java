package etude.tuner.procedure;

import etude.trainer.config.ConfigException;
import etude.trainer.metrics.StepSeries;
import etude.trainer.run.Summary;
import etude.tuner.analysis.statistics.Histogram;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.record.TrialRecord;
import etude.tuner.store.TrialState;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The unclipped gradient norms of all steps of some runs (playbook, "Gradient clipping").
 *
 * @param runs the best first
 */
public record GradientNorms(List<TrialRecord> runs) {
    private static final double PERCENTILE = 0.9;
    private static final int BINS = 40;

    /**
     * Checks that they have every step's.
     *
     * @param whose in the plural, such as {@code the best trials of digits}
     * @throws ConfigException where they have not
     */
    public static GradientNorms of(List<TrialRecord> runs, String whose) {
        for (TrialRecord run : runs) {
            StepSeries steps = run.steps();
            long known = Quantiles.finite(steps.gradientNorms()).length;
            long done = run.summary().map(Summary::steps).orElse(run.totalSteps());
            // the step at which training diverges has none
            long needed = run.state() == TrialState.COMPLETED ? done : Math.min(done, 1);
            if (known == 0 || known < needed) {
                throw new ConfigException(
                        List.of(
                                "%s: the threshold is a percentile of the gradient norms of every step, expected %,d of them in steps.bin, found %,d; train it again on this machine"
                                        .formatted(whose, done, known)));
            }
        }
        return new GradientNorms(runs);
    }

    private double[] finite() {
        return runs.stream()
                .flatMapToDouble(
                        run -> DoubleStream.of(Quantiles.finite(run.steps().gradientNorms())))
                .toArray();
    }

    /** Where the playbook puts the threshold. */
    double percentile90() {
        return Quantiles.of(finite(), PERCENTILE);
    }

    double median() {
        return Quantiles.median(finite());
    }

    Histogram histogram() {
        return Histogram.logarithmic(finite(), BINS);
    }
}
