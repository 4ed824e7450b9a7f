package etude.trainer.checkpoint;

import etude.trainer.config.CheckpointsConfig.Mode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Decides which checkpoints stay: the best by a metric, and the newest to continue from. */
final class Retention {
    private Retention() {}

    static Set<Long> kept(
            List<CheckpointInfo> checkpoints, int keepBest, String metric, Mode mode) {
        Set<Long> kept = new HashSet<>();
        best(checkpoints, metric, mode).stream()
                .limit(keepBest)
                .forEach(checkpoint -> kept.add(checkpoint.step()));
        OptionalLong newest = checkpoints.stream().mapToLong(CheckpointInfo::step).max();
        newest.ifPresent(kept::add);
        return kept;
    }

    /**
     * Best first; of equals the earlier step first. Those without the metric, or with NaN, are not
     * ranked at all.
     */
    static List<CheckpointInfo> best(List<CheckpointInfo> checkpoints, String metric, Mode mode) {
        Comparator<CheckpointInfo> byMetric = Comparator.comparing(c -> value(c, metric));
        return checkpoints.stream()
                .filter(checkpoint -> !Double.isNaN(value(checkpoint, metric)))
                .sorted(
                        (mode == Mode.MIN ? byMetric : byMetric.reversed())
                                .thenComparingLong(CheckpointInfo::step))
                .toList();
    }

    private static double value(CheckpointInfo checkpoint, String metric) {
        return checkpoint.metrics().getOrDefault(metric, Double.NaN);
    }
}
