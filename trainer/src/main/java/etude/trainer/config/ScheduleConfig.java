package etude.trainer.config;

import etude.datasets.config.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The learning rate schedule; durations in percent are of {@code max_train_steps}. Formulas:
 * docs/optimizers.md. A key that the chosen decay does not read is refused.
 */
public record ScheduleConfig(
        @Setting(
                        value = "Linear warmup, prepended to max_train_steps, as a duration.",
                        defaultsTo = "0")
                Duration warmupSteps,
        @Setting(
                        value =
                                "Steps at the base learning rate before the decay starts, as a duration.",
                        defaultsTo = "0")
                Duration holdSteps,
        @Setting(
                        value =
                                "constant, linear, cosine, polynomial, exponential, inverse_sqrt or piecewise.",
                        defaultsTo = "constant")
                Decay decay,
        @Setting(
                        value =
                                "Factor of the base learning rate that a linear, cosine, polynomial or exponential decay ends at; above 0 for exponential.",
                        defaultsTo = "0.0",
                        min = 0,
                        max = 1)
                double endFactor,
        @Setting(
                        value = "Power of a polynomial decay; null means 2 there.",
                        defaultsTo = "null",
                        min = 1.0e-3)
                Optional<Double> power,
        @Setting(
                        value =
                                "Time scale of an inverse_sqrt decay, as a duration; null means warmup_steps there, at least 1.",
                        defaultsTo = "null")
                Optional<Duration> timescale,
        @Setting(
                        value =
                                "Where a piecewise decay changes, as ascending durations since the end of warmup and hold.",
                        defaultsTo = "[]")
                List<Duration> boundaries,
        @Setting(
                        value =
                                "Factor of the base learning rate from each boundary of a piecewise decay on.",
                        defaultsTo = "[]",
                        min = 0)
                List<Double> factors) {
    /** The power of a polynomial decay that has none in its config. */
    public static final double DEFAULT_POWER = 2;

    /** The shape of the decay. */
    public enum Decay {
        CONSTANT,
        LINEAR,
        COSINE,
        POLYNOMIAL,
        EXPONENTIAL,
        INVERSE_SQRT,
        PIECEWISE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ScheduleConfig {
        boundaries = List.copyOf(boundaries);
        factors = List.copyOf(factors);
        onlyFor(Decay.POLYNOMIAL, "power", power.isPresent(), decay);
        onlyFor(Decay.INVERSE_SQRT, "timescale", timescale.isPresent(), decay);
        onlyFor(Decay.PIECEWISE, "boundaries", !boundaries.isEmpty(), decay);
        onlyFor(Decay.PIECEWISE, "factors", !factors.isEmpty(), decay);
        switch (decay) {
            case EXPONENTIAL ->
                    require(
                            endFactor > 0,
                            "end_factor: an exponential decay never reaches 0; expected a number above 0, such as 0.01, found "
                                    + endFactor);
            case INVERSE_SQRT, PIECEWISE ->
                    require(
                            endFactor == 0,
                            "end_factor: decay: %s does not read it; remove it"
                                    .formatted(decay.word()));
            case CONSTANT, LINEAR, COSINE, POLYNOMIAL -> {}
        }
        if (decay == Decay.PIECEWISE) {
            require(
                    !boundaries.isEmpty(),
                    "boundaries: decay: piecewise needs them, such as boundaries: [50%, 75%] with factors: [0.1, 0.01]");
            require(
                    factors.size() == boundaries.size(),
                    "factors: expected one for each of the %d boundaries, found %d"
                            .formatted(boundaries.size(), factors.size()));
        }
    }

    /**
     * What the decay leaves of the base learning rate at the last step: 1 where it stays constant;
     * empty for one that has no end.
     */
    public OptionalDouble endOfDecay() {
        return switch (decay) {
            case CONSTANT -> OptionalDouble.of(1);
            case LINEAR, COSINE, POLYNOMIAL, EXPONENTIAL -> OptionalDouble.of(endFactor);
            case PIECEWISE -> OptionalDouble.of(factors.get(factors.size() - 1));
            case INVERSE_SQRT -> OptionalDouble.empty();
        };
    }

    private static void onlyFor(Decay reader, String key, boolean given, Decay decay) {
        require(
                !given || decay == reader,
                "%s: only decay: %s reads it, found decay: %s; remove it or change decay"
                        .formatted(key, reader.word(), decay.word()));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
