package etude.trainer.run;

import etude.datasets.Target;
import etude.datasets.split.Splits;
import etude.trainer.config.RunConfig;

/** Which metric ranks a run's checkpoints. */
final class Ranking {
    private Ranking() {}

    static String metric(RunConfig config, Splits splits) {
        boolean classes = splits.train().spec().target() instanceof Target.Classes;
        return config.checkpoints()
                .metric()
                .orElse(classes ? "validation/error_rate" : "validation/loss");
    }
}
