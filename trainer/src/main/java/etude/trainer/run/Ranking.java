package etude.trainer.run;

import etude.datasets.Target;
import etude.datasets.split.Splits;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.RunConfig;
import etude.trainer.evaluation.MetricProvider;
import etude.trainer.evaluation.MetricRegistry;
import etude.trainer.loop.EvaluationResult;
import etude.trainer.metrics.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What ranks a run's checkpoints, and so decides which of its steps is the best. */
public record Ranking(String metric, Mode mode) {
    private static final String TRAINING = "train/loss";
    private static final List<String> SPLITS = List.of("validation", "train_evaluation");

    /** One of each kind. */
    private static final List<Target> TARGETS =
            List.of(
                    new Target.Classes(List.of()),
                    new Target.Labels(List.of()),
                    new Target.Value(),
                    new Target.NextToken(1));

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
        config.checkpoints()
                .metric()
                .flatMap(metric -> wrongMode(metric, config.checkpoints().mode()))
                .ifPresent(
                        sentence -> {
                            throw new UnusableRunException(
                                    List.of("checkpoints.mode: " + sentence));
                        });
    }

    /** Why a metric cannot be ranked in this way: most of the further ones are better higher. */
    public static Optional<String> wrongMode(String metric, Mode mode) {
        return further(metric)
                .map(provider -> provider.higherIsBetter() ? Mode.MAX : Mode.MIN)
                .filter(right -> right != mode)
                .map(
                        right ->
                                "%s is better where it is %s; write mode: %s"
                                        .formatted(
                                                metric,
                                                right == Mode.MAX ? "higher" : "lower",
                                                right.name().toLowerCase(Locale.ROOT)));
    }

    /** What measures one of the further metrics, also that of a class. */
    public static Optional<MetricProvider> further(String metric) {
        int slash = metric.indexOf('/');
        String name = metric.substring(slash + 1);
        return !SPLITS.contains(metric.substring(0, Math.max(0, slash)))
                ? Optional.empty()
                : MetricRegistry.load().all().stream()
                        .filter(
                                one ->
                                        name.startsWith(one.name() + "/")
                                                || TARGETS.stream()
                                                        .anyMatch(
                                                                target ->
                                                                        one.values(target)
                                                                                .contains(name)))
                        .findFirst();
    }

    /** The metrics that every run of a kind of target has, and that can rank it. */
    public static Set<String> known() {
        Set<String> known = new LinkedHashSet<>();
        for (String prefix : SPLITS) {
            for (Target target : TARGETS) {
                known.addAll(EvaluationResult.names(target, prefix, List.of()));
            }
        }
        known.add(TRAINING);
        return known;
    }

    /** The metrics that the run will have and that can rank checkpoints or runs. */
    public static List<String> measured(RunConfig config, Splits splits) {
        List<String> measured = new ArrayList<>(EvaluationMetrics.of(config, splits));
        measured.add(TRAINING);
        return measured;
    }
}
