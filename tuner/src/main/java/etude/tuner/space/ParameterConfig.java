package etude.tuner.space;

import etude.datasets.config.Setting;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Mapping;
import java.util.List;
import java.util.Optional;

/** One hyperparameter as it is written: a list of values, or a range with a scale. */
record ParameterConfig(
        @Setting("A key of the training config, or a name that when: and derived: use.")
                String path,
        @Setting(
                        "scientific (what the study compares), nuisance (optimized over) or fixed (one value).")
                Role role,
        @Setting(value = "The values to choose from; instead of min and max.", defaultsTo = "[]")
                List<ConfigNode> values,
        @Setting(value = "Smallest value.", defaultsTo = "null") Optional<Double> min,
        @Setting(value = "Largest value.", defaultsTo = "null") Optional<Double> max,
        @Setting(
                        value = "linear, log, reverse_log or one_minus_log (1 - x on a log scale).",
                        defaultsTo = "linear")
                Scale scale,
        @Setting(value = "Whether only whole numbers are meant.", defaultsTo = "false")
                boolean integer,
        @Setting(
                        value =
                                "Exists only where these paths have these values (or one of a list).",
                        defaultsTo = "{}")
                Mapping when) {
    /** A list of more is a range; each of them is checked in a training config. */
    private static final int MOST_VALUES = 1000;

    ParameterConfig {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            checkRange(role, min, max, scale, integer);
        } else {
            require(
                    min.isEmpty() && max.isEmpty() && scale == Scale.LINEAR && !integer,
                    "values: expected either values, or min and max with scale and integer");
            require(
                    role != Role.FIXED || values.size() == 1,
                    "values: a fixed hyperparameter has one value, found " + values.size());
            require(
                    values.size() <= MOST_VALUES,
                    "values: expected at most %d values, found %d; write a range with min, max and integer"
                            .formatted(MOST_VALUES, values.size()));
            require(
                    Values.allDiffer(values.stream().map(Values::of).toList()),
                    "values: each value must stand there once");
        }
    }

    Domain domain() {
        if (!values.isEmpty()) {
            return new Domain.Listed(values.stream().map(Values::of).toList());
        }
        double low = min.orElseThrow();
        double high = max.orElseThrow();
        return integer
                ? new Domain.Whole(scale, (long) low, (long) high)
                : new Domain.Interval(scale, low, high);
    }

    private static void checkRange(
            Role role, Optional<Double> min, Optional<Double> max, Scale scale, boolean integer) {
        require(
                min.isPresent() && max.isPresent(),
                "path: needs values: [...], or both min: and max:");
        double low = min.orElseThrow();
        double high = max.orElseThrow();
        require(role != Role.FIXED, "role: a fixed hyperparameter has values: [one value]");
        require(low < high, "max: must be above min %s, found %s".formatted(low, high));
        require(
                low > 0 || !(scale == Scale.LOG || scale == Scale.REVERSE_LOG),
                "min: must be above 0 on a logarithmic scale, found " + low);
        require(
                high < 1 || scale != Scale.ONE_MINUS_LOG,
                "max: must be below 1 on scale: one_minus_log, found " + high);
        if (integer) {
            require(
                    low == Math.rint(low)
                            && high == Math.rint(high)
                            && Math.max(-low, high) < 0x1p52,
                    "integer: min and max must be whole numbers below 4.5e15 then, found %s and %s"
                            .formatted(low, high));
            require(
                    scale != Scale.ONE_MINUS_LOG,
                    "scale: one_minus_log is for numbers below 1, not for whole ones");
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
