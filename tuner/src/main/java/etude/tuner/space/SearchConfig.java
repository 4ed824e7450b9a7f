package etude.tuner.space;

import etude.datasets.config.PathText;
import etude.datasets.config.Setting;
import etude.trainer.config.bind.ConfigNode.Mapping;
import java.util.List;
import java.util.Optional;

/** How points are chosen. */
record SearchConfig(
        @Setting(
                        value = "quasi_random, random, grid, points or gaussian_process.",
                        defaultsTo = "quasi_random")
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
                List<Mapping> points,
        @Setting(
                        value =
                                "For gaussian_process: quasi-random points of each arm before the model chooses (without a value 2 for each dimension and 2 more, or none after start_from).",
                        defaultsTo = "null")
                Optional<Integer> initial,
        @Setting(
                        value =
                                "For gaussian_process: the directory of an earlier study over the same space whose trials the model knows from the start.",
                        defaultsTo = "null")
                Optional<String> startFrom) {
    /** The most values that a grid takes on one axis. */
    static final int MOST_LEVELS = 1000;

    SearchConfig {
        points = List.copyOf(points);
        if (!algorithm.isAdaptive() && (initial.isPresent() || startFrom.isPresent())) {
            throw new IllegalArgumentException(
                    "%s: only algorithm: gaussian_process reads it; remove it or change algorithm"
                            .formatted(initial.isPresent() ? "initial" : "start_from"));
        }
        if (initial.filter(count -> count < 1).isPresent()) {
            throw new IllegalArgumentException(
                    "initial: expected at least 1, found " + initial.get());
        }
        startFrom.ifPresent(path -> PathText.require("start_from", path));
        boolean listed = algorithm == Algorithm.POINTS;
        if (!listed && !points.isEmpty()) {
            throw new IllegalArgumentException(
                    "points: only algorithm: points reads them; remove them or change algorithm");
        }
    }

    /** How many points of an arm depend on no results. */
    int planned(Arm arm, int trials) {
        if (!algorithm.isAdaptive()) {
            return trials;
        }
        return Math.min(
                trials, initial.orElse(startFrom.isPresent() ? 0 : 2 * arm.axes().size() + 2));
    }
}
