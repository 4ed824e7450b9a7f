package etude.trainer.run;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.RunConfig;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepSeries;
import etude.trainer.metrics.StepsFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Draws up a run's summary from its own logs, so that it does not matter how many attempts wrote
 * them.
 */
final class Summaries {
    private static final String THROUGHPUT = "examples_per_second";

    /** Share of clipped updates that the playbook calls extremely aggressive. */
    private static final double AGGRESSIVE = 0.5;

    private Summaries() {}

    /** Writes and returns the summary. */
    static Summary write(
            RunDirectory directory,
            Ending ending,
            RunConfig config,
            String rankedBy,
            long steps,
            double seconds) {
        List<Measurement> measurements = MetricsLog.read(directory.metrics());
        StepSeries series = StepsFile.read(directory.steps());
        Map<String, Double> last = new LinkedHashMap<>();
        measurements.forEach(measurement -> last.putAll(measurement.metrics()));
        Summary summary =
                new Summary(
                        ending,
                        steps,
                        best(measurements, rankedBy, config.checkpoints().mode()),
                        last,
                        seconds,
                        median(measurements),
                        GradientNorms.of(series.gradientNorms()),
                        clippedFraction(series, config));
        SummaryWriter.write(directory.summary(), summary);
        return summary;
    }

    /**
     * The playbook's warning: aggressive clipping is a strange way of lowering the learning rate.
     */
    static Optional<String> advice(Summary summary) {
        if (summary.clippedFraction() <= AGGRESSIVE) {
            return Optional.empty();
        }
        return Optional.of(
                "%.0f %% of the updates were clipped: lower optimizer.learning_rate instead, or raise gradient_clipping.norm"
                        .formatted(100 * summary.clippedFraction()));
    }

    /** The first of the best; a value that is not finite never wins. */
    static Optional<Summary.Best> best(List<Measurement> measurements, String metric, Mode mode) {
        Optional<Summary.Best> best = Optional.empty();
        double bestKey = Double.POSITIVE_INFINITY;
        for (Measurement measurement : measurements) {
            double value = measurement.metrics().getOrDefault(metric, Double.NaN);
            double key = mode == Mode.MIN ? value : -value;
            if (Double.isFinite(value) && key < bestKey) {
                bestKey = key;
                best = Optional.of(new Summary.Best(measurement.step(), measurement.metrics()));
            }
        }
        return best;
    }

    private static double median(List<Measurement> measurements) {
        double[] rates =
                measurements.stream()
                        .filter(measurement -> measurement.metrics().containsKey(THROUGHPUT))
                        .mapToDouble(
                                measurement ->
                                        measurement.metrics().getOrDefault(THROUGHPUT, Double.NaN))
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        return rates.length == 0 ? Double.NaN : rates[rates.length / 2];
    }

    private static double clippedFraction(StepSeries series, RunConfig config) {
        if (config.gradientClipping().isEmpty() || series.size() == 0) {
            return 0;
        }
        double threshold = config.gradientClipping().get().norm();
        int clipped = 0;
        for (float norm : series.gradientNorms()) {
            clipped += norm > threshold ? 1 : 0;
        }
        return clipped / (double) series.size();
    }
}
