package etude.trainer.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A run's result.
 *
 * @param ending how its last attempt ended
 * @param steps updates done
 * @param best the best measurement in retrospect, if there was one
 * @param finalMetrics the last value of each metric
 * @param seconds spent in all attempts, evaluation included
 * @param examplesPerSecond in training, evaluation and checkpoints excluded
 * @param gradientNorm quantiles of the unclipped norm over all steps, if there were any
 * @param clippedFraction of the steps
 */
public record Summary(
        Ending ending,
        long steps,
        Optional<Best> best,
        Map<String, Double> finalMetrics,
        double seconds,
        double examplesPerSecond,
        Optional<GradientNorms> gradientNorm,
        double clippedFraction) {
    public Summary {
        finalMetrics = Collections.unmodifiableMap(new LinkedHashMap<>(finalMetrics));
    }

    /**
     * The step with the best value of the metric that ranks checkpoints, and all measured there.
     */
    public record Best(long step, Map<String, Double> metrics) {
        public Best {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }
}
