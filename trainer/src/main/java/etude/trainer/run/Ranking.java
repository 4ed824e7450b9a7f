package etude.trainer.run;

import etude.datasets.Target;
import etude.datasets.split.Splits;
import etude.trainer.config.RunConfig;
import java.util.ArrayList;
import java.util.List;

/** Which metric ranks a run's checkpoints. */
final class Ranking {
    private Ranking() {}

    static String metric(RunConfig config, Splits splits) {
        boolean classes = splits.train().spec().target() instanceof Target.Classes;
        return config.checkpoints()
                .metric()
                .orElse(classes ? "validation/error_rate" : "validation/loss");
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

    /** The metrics that the run will have and that can rank checkpoints or runs. */
    static List<String> measured(RunConfig config, Splits splits) {
        List<String> measured = new ArrayList<>(EvaluationMetrics.of(config, splits));
        measured.add("train/loss");
        return measured;
    }
}
