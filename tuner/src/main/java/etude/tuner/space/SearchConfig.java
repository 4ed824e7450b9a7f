package etude.tuner.space;

import etude.datasets.config.Setting;
import etude.trainer.config.bind.ConfigNode.Mapping;
import java.util.List;

/** How points are chosen. */
record SearchConfig(
        @Setting(value = "quasi_random, random, grid or points.", defaultsTo = "quasi_random")
                Algorithm algorithm,
        @Setting(
                        value = "Seed of the points and of the training seeds of all trials.",
                        defaultsTo = "1")
                long seed,
        @Setting(
                        value = "Grid values on each continuous axis, both ends included.",
                        defaultsTo = "5",
                        min = 2,
                        max = SearchConfig.MOST_LEVELS)
                int levels,
        @Setting(
                        value = "For points: each point as a mapping from path to value.",
                        defaultsTo = "[]")
                List<Mapping> points) {
    /** The most values that a grid takes on one axis. */
    static final int MOST_LEVELS = 1000;

    SearchConfig {
        points = List.copyOf(points);
        boolean listed = algorithm == Algorithm.POINTS;
        if (!listed && !points.isEmpty()) {
            throw new IllegalArgumentException(
                    "points: only algorithm: points reads them; remove them or change algorithm");
        }
    }
}
