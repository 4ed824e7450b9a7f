package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepSeries;
import etude.trainer.metrics.StepsFile;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws up a run's summary from its own logs, so that it does not matter how many attempts wrote
 * them.
 */
record Summaries(RunDirectory directory, RunFacts facts, RunClock clock) {
    private static final String THROUGHPUT = "examples_per_second";

    /** Writes and returns the summary of a run that has done so many updates. */
    Summary write(RunEnd end, long steps) {
        List<Measurement> measurements = MetricsLog.read(directory.metrics());
        StepSeries series = StepsFile.read(directory.steps());
        Map<String, Double> last = new LinkedHashMap<>();
        measurements.forEach(measurement -> last.putAll(measurement.metrics()));
        Summary summary =
                new Summary(
                        end,
                        steps,
                        facts.ranking().best(measurements),
                        last,
                        clock.seconds(),
                        median(measurements),
                        GradientNorms.of(series.gradientNorms()),
                        clippedFraction(series));
        summary.write(directory);
        return summary;
    }

    /**
     * What was done before a failure is worth a summary, though one that cannot be written must not
     * hide the failure.
     */
    void writeAfter(Throwable failure, RunEnd end) {
        if (!Files.exists(directory.metrics()) || !Files.exists(directory.steps())) {
            return;
        }
        try {
            write(end, StepsFile.read(directory.steps()).size());
        } catch (EtudeException unwritten) {
            failure.addSuppressed(unwritten);
        }
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

    private double clippedFraction(StepSeries series) {
        if (facts.clippingNorm().isEmpty() || series.size() == 0) {
            return 0;
        }
        double threshold = facts.clippingNorm().getAsDouble();
        int clipped = 0;
        for (float norm : series.gradientNorms()) {
            clipped += norm > threshold ? 1 : 0;
        }
        return clipped / (double) series.size();
    }
}
