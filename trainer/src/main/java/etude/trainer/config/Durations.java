package etude.trainer.config;

import java.util.List;
import java.util.Locale;

/** Converts durations to steps, once. Parts of a step count as a whole one. */
public final class Durations {
    private Durations() {}

    /**
     * The steps of every duration of a config.
     *
     * @param trainingExamples examples left for training, after validation is held out
     * @throws ConfigException when the decay would never begin, or its boundaries do not ascend
     */
    public static ResolvedDurations resolve(RunConfig config, long trainingExamples) {
        long max = steps(config.maxTrainSteps(), config.batchSize(), trainingExamples, 0);
        Converter convert = d -> steps(d, config.batchSize(), trainingExamples, max);
        long hold = convert.steps(config.schedule().holdSteps());
        if (hold > max) {
            throw new ConfigException(
                    List.of(
                            "schedule.hold_steps: expected at most max_train_steps (%d steps), found %d steps"
                                    .formatted(max, hold)));
        }
        long warmup = convert.steps(config.schedule().warmupSteps());
        return new ResolvedDurations(
                max,
                warmup,
                hold,
                Math.max(1, config.schedule().timescale().map(convert::steps).orElse(warmup)),
                boundaries(config.schedule().boundaries().stream().map(convert::steps).toList()),
                Math.max(1, convert.steps(config.evaluation().every())),
                Math.max(1, convert.steps(config.checkpoints().every())),
                Math.max(1, convert.steps(config.logging().every())));
    }

    private static List<Long> boundaries(List<Long> steps) {
        long last = 0;
        for (long step : steps) {
            if (step <= last) {
                throw new ConfigException(
                        List.of(
                                "schedule.boundaries: expected ascending durations of at least 1 step, found %s in steps"
                                        .formatted(steps)));
            }
            last = step;
        }
        return steps;
    }

    private interface Converter {
        long steps(Duration duration);
    }

    /**
     * One duration in steps.
     *
     * @param maxTrainSteps what percentages are of
     * @throws ConfigException when they are more than any run has
     */
    public static long steps(
            Duration duration, int batchSize, long trainingExamples, long maxTrainSteps) {
        double amount = duration.amount();
        double steps =
                switch (duration.unit()) {
                    case STEPS -> amount;
                    case EPOCHS -> ceiling(amount * trainingExamples / batchSize);
                    case EXAMPLES -> ceiling(amount / batchSize);
                    case PERCENT -> ceiling(amount * maxTrainSteps / 100);
                };
        if (steps > Duration.MOST_STEPS) {
            throw new ConfigException(
                    List.of(
                            "%s %s are %s steps, expected at most 1e15; shorten the duration"
                                    .formatted(
                                            amount,
                                            duration.unit().name().toLowerCase(Locale.ROOT),
                                            steps)));
        }
        return (long) steps;
    }

    /** Rounds up, unless the excess is a rounding error of the arithmetic before. */
    private static double ceiling(double steps) {
        return Math.ceil(steps * (1 - 1e-12));
    }
}
