package etude.trainer.run;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import etude.trainer.metrics.Measurement;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A run's result, as {@code summary.json} keeps it.
 *
 * @param end of its last attempt
 * @param steps updates done
 * @param best the measurement with the best value of the metric that ranks checkpoints, if there
 *     was one
 * @param finalMetrics the last value of each metric
 * @param seconds spent in all attempts, evaluation included
 * @param examplesPerSecond in training, evaluation and checkpoints excluded; NaN where not measured
 * @param gradientNorm quantiles of the unclipped norm over all steps, if there were any
 * @param clippedFraction of the steps
 */
public record Summary(
        RunEnd end,
        long steps,
        Optional<Measurement> best,
        Map<String, Double> finalMetrics,
        double seconds,
        double examplesPerSecond,
        Optional<GradientNorms> gradientNorm,
        double clippedFraction) {
    /** Share of clipped updates that the playbook calls extremely aggressive. */
    private static final double AGGRESSIVE = 0.5;

    public Summary {
        finalMetrics = Collections.unmodifiableMap(new LinkedHashMap<>(finalMetrics));
    }

    /**
     * The playbook's warning: aggressive clipping is a strange way of lowering the learning rate.
     */
    public Optional<String> warning() {
        return clippedFraction <= AGGRESSIVE
                ? Optional.empty()
                : Optional.of(
                        "%.0f %% of the updates were clipped: lower optimizer.learning_rate instead, or raise gradient_clipping.norm"
                                .formatted(100 * clippedFraction));
    }

    /**
     * Replaces the file; what is not known is left out.
     *
     * @throws EtudeException when the disk is full or refuses; the earlier summary is intact
     */
    public void write(RunDirectory run) {
        Map<String, Object> members = new LinkedHashMap<>(end.members());
        members.put("steps", steps);
        best.ifPresent(found -> members.put("best", members(found)));
        members.put("final_metrics", finalMetrics);
        members.put("seconds", seconds);
        members.put("throughput", Map.of("examples_per_second", examplesPerSecond));
        gradientNorm.ifPresent(norms -> members.put("gradient_norm", norms.members()));
        members.put("clipped_fraction", clippedFraction);
        warning().ifPresent(sentence -> members.put("warning", sentence));
        AtomicFiles.write(run.summary(), Json.file(members));
    }

    private static Map<String, Object> members(Measurement best) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("step", best.step());
        members.put("metrics", best.metrics());
        return members;
    }

    /**
     * The summary of a run; empty where it has none yet.
     *
     * @throws CorruptFileException when the file is not what a run writes
     */
    public static Optional<Summary> read(RunDirectory run) {
        return Json.read(run.summary(), "the summary of a run", Summary::of);
    }

    private static Summary of(JsonObject object) throws IOException {
        return new Summary(
                RunEnd.read(object),
                object.whole("steps"),
                object.optional("best", Summary::best),
                object.numbers("final_metrics"),
                object.number("seconds"),
                object.object("throughput").number("examples_per_second"),
                object.optional("gradient_norm", GradientNorms::read),
                object.number("clipped_fraction"));
    }

    private static Measurement best(JsonObject object) throws IOException {
        return new Measurement(object.whole("step"), object.numbers("metrics"));
    }
}
