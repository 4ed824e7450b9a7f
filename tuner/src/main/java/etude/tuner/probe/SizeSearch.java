package etude.tuner.probe;

import etude.trainer.config.RunConfig;
import etude.trainer.timing.Setup;
import etude.trainer.timing.TimingRules;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.probe.SizeResult.Measured;
import etude.tuner.text.Quantities;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Which size to try next, as a function of the results so far, so that a search that was cut off
 * goes on where it was: 1, 2, 4, ... (or from another first size) and then, if wanted, bisection in
 * multiples of 8.
 *
 * @param first the smallest size to try
 * @param top the largest size to try
 * @param topReason why, in words
 * @param refine whether to bisect between the last size that fits and the first that does not
 * @param seconds that measuring one size may take
 */
record SizeSearch(int first, int top, String topReason, boolean refine, double seconds) {
    private static final int MULTIPLE = 8;

    /** No batch makes examples more than twice as fast as half of it does. */
    private static final double SUPERLINEAR = 2.05;

    /** Larger batches are rarely slower, and then only by a little. */
    private static final double FALLING = 0.95;

    static SizeSearch of(ProbeOptions options, RunConfig config, Setup setup) {
        int examples =
                options.mode() == ProbeMode.TRAINING || setup.validationExamples() == 0
                        ? setup.trainExamples()
                        : setup.validationExamples();
        boolean limited = options.max() < examples;
        return new SizeSearch(
                options.first(config),
                limited ? options.max() : examples,
                limited
                        ? "--max " + options.max()
                        : "the data set has %d examples".formatted(examples),
                options.refine(),
                options.seconds());
    }

    /** The next size; empty when the search is over. */
    OptionalInt next(SortedMap<Integer, SizeResult> done) {
        int size = first;
        while (size <= top && done.containsKey(size) && end(size, done).isEmpty()) {
            size = Math.multiplyExact(size, 2);
        }
        if (size <= top && !done.containsKey(size)) {
            return OptionalInt.of(size);
        }
        OptionalInt doubtful = doubtful(done);
        return doubtful.isPresent() || !refine ? doubtful : between(done);
    }

    /**
     * A process keeps its pace for life (docs/engine.md), and some are slow. So a size that is
     * slower than half of it, or more than twice as fast, tells of a slow process; the slow one of
     * both is measured once more in another.
     */
    private static OptionalInt doubtful(SortedMap<Integer, SizeResult> done) {
        for (SizeResult result : done.values()) {
            if (result instanceof Measured size
                    && done.get(2 * size.batchSize()) instanceof Measured twice) {
                double ratio = twice.throughput() / size.throughput();
                if (ratio > SUPERLINEAR && size.processes() == 1) {
                    return OptionalInt.of(size.batchSize());
                }
                if (ratio < FALLING && twice.processes() == 1) {
                    return OptionalInt.of(twice.batchSize());
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Why doubling ended, as a sentence; also why it would end if it were over now. */
    String end(SortedMap<Integer, SizeResult> done) {
        for (int size : done.keySet()) {
            Optional<String> end = end(size, done);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return topReason;
    }

    /** Why no size beyond this one is tried; empty where one is. */
    private Optional<String> end(int size, SortedMap<Integer, SizeResult> done) {
        SizeResult result = Objects.requireNonNull(done.get(size));
        if (result instanceof Measured measured) {
            double next = 2 * measured.timing().seconds().median();
            return !TimingRules.allows(next, seconds)
                    ? Optional.of(
                            "sizes above %d were left out: a step takes %s there; --time-limit gives each size more time"
                                    .formatted(size, Quantities.stepTime(next / 2)))
                    : Optional.empty();
        }
        Failed failed = (Failed) result;
        if (failed.failure() == Failure.EVALUATION_OUT_OF_MEMORY) {
            return Optional.of("evaluation does not fit beside %d".formatted(size));
        }
        if (failed.failure() == Failure.OUT_OF_MEMORY || failed.failure() == Failure.TOO_SLOW) {
            return Optional.of("%d %s".formatted(size, failed.failure().words()));
        }
        boolean crashed = failed.failure() == Failure.CRASHED;
        boolean before =
                done.get(size / 2) instanceof Failed earlier
                        && earlier.failure() == Failure.CRASHED;
        return crashed && before
                ? Optional.of("%d and %d crashed".formatted(size / 2, size))
                : Optional.empty();
    }

    private static OptionalInt between(SortedMap<Integer, SizeResult> done) {
        OptionalInt tooLarge =
                done.values().stream()
                        .filter(r -> r instanceof Failed failed && failed.failure().memory())
                        .mapToInt(SizeResult::batchSize)
                        .min();
        if (tooLarge.isEmpty()) {
            return OptionalInt.empty();
        }
        int high = tooLarge.getAsInt();
        int low =
                done.headMap(high).values().stream()
                        .filter(Measured.class::isInstance)
                        .mapToInt(SizeResult::batchSize)
                        .max()
                        .orElse(high);
        // Nearest to the middle; one that crashed is not asked again.
        return IntStream.rangeClosed(low / MULTIPLE + 1, (high - 1) / MULTIPLE)
                .map(i -> MULTIPLE * i)
                .filter(size -> !done.containsKey(size))
                .boxed()
                .min(Comparator.comparingInt(size -> Math.abs(2 * size - low - high)))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }
}
