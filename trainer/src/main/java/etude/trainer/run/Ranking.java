package etude.trainer.run;

import etude.datasets.Target;
import etude.datasets.split.Splits;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.RunConfig;
import etude.trainer.loop.EvaluationResult;
import etude.trainer.metrics.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What ranks a run's checkpoints, and so decides which of its steps is the best. */
public record Ranking(String metric, Mode mode) {
    private static final String TRAINING = "train/loss";

    /**
     * The metric that the config names, else the usual one.
     *
     * @param classes whether the targets are classes
     */
    public static Ranking of(RunConfig config, boolean classes) {
        return new Ranking(
                config.checkpoints().metric().orElse(usual(classes)), config.checkpoints().mode());
    }

    /** What ranks runs whose config names no metric. */
    static String usual(boolean classes) {
        return classes ? "validation/error_rate" : "validation/loss";
    }

    static Ranking of(RunConfig config, Splits splits) {
        return of(config, splits.train().spec().target() instanceof Target.Classes);
    }

    /** The first of the best measurements; a value that is not finite never wins. */
    public Optional<Measurement> best(List<Measurement> measurements) {
        Optional<Measurement> best = Optional.empty();
        double least = Double.POSITIVE_INFINITY;
        for (Measurement measurement : measurements) {
            double value = measurement.metrics().getOrDefault(metric, Double.NaN);
            double cost = mode == Mode.MIN ? value : -value;
            if (Double.isFinite(value) && cost < least) {
                least = cost;
                best = Optional.of(measurement);
            }
        }
        return best;
    }

    /**
     * Checks that the run will measure the metric that its config names.
     *
     * @throws UnusableRunException when it will not
     */
    static void require(RunConfig config, Splits splits) {
        List<String> measured = measured(config, splits);
        config.checkpoints()
                .metric()
                .filter(metric -> !measured.contains(metric))
                .ifPresent(
                        metric -> {
                            throw new UnusableRunException(
                                    List.of(
                                            "checkpoints.metric: expected a metric that this run will have (%s), found %s"
                                                    .formatted(
                                                            String.join(", ", measured), metric)));
                        });
    }

    /** The metrics that can rank runs, of every kind of target. */
    public static Set<String> known() {
        Set<String> known = new LinkedHashSet<>();
        for (String prefix : List.of("validation", "train_evaluation")) {
            for (Target target :
                    List.of(
                            new Target.Classes(List.of()),
                            new Target.Value(),
                            new Target.NextToken(1))) {
                known.addAll(EvaluationResult.names(target, prefix));
            }
        }
        known.add(TRAINING);
        return known;
    }

    /** The metrics that the run will have and that can rank checkpoints or runs. */
    static List<String> measured(RunConfig config, Splits splits) {
        List<String> measured = new ArrayList<>(EvaluationMetrics.of(config, splits));
        measured.add(TRAINING);
        return measured;
    }
}
