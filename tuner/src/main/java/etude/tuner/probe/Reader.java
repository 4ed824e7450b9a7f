package etude.tuner.probe;

import etude.tuner.probe.Reading.Doubling;
import etude.tuner.probe.SizeResult.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Reads results as the playbook does in "Determining the feasible batch sizes and estimating
 * training throughput": while the device is not saturated, doubling the batch size doubles
 * throughput; sizes beyond the one where throughput stops rising have no use, even where they fit.
 */
final class Reader {
    /** Throughput this close to the best counts as the best, for times are not exact. */
    private static final double AS_GOOD = 0.95;

    /** A size that needs this much more time per example than half of it does not fit well. */
    private static final double JUMP = 1.5;

    /** From this fraction of memory on, slow steps are blamed on it. */
    private static final double NEARLY_FULL = 0.8;

    /** Pages read back from disk per second that mean the machine swaps. */
    private static final double SWAPPING = 100;

    private final ProbeResult probe;
    private final double margin;
    private final List<Measured> sizes;
    private final List<Doubling> doublings;
    private final List<Integer> thrashing;

    private Reader(ProbeResult probe, double margin) {
        this.probe = probe;
        this.margin = margin;
        sizes =
                probe.rows().stream()
                        .filter(Measured.class::isInstance)
                        .map(Measured.class::cast)
                        .toList();
        doublings = doublings(sizes);
        thrashing = sizes.stream().filter(this::thrashes).map(Measured::batchSize).toList();
    }

    /**
     * What the results so far mean.
     *
     * @param margin fraction of memory to leave free
     * @param end why no larger size was tried
     * @param pipeline what the config does to its examples
     */
    static Reading read(ProbeResult probe, double margin, String end, PipelineAdvice pipeline) {
        return new Reader(probe, margin).reading(end, pipeline);
    }

    private Reading reading(String end, PipelineAdvice pipeline) {
        OptionalInt fitting = largest(size -> true);
        OptionalInt withMargin = largest(this::leavesMargin);
        OptionalInt stops = stopsRising();
        OptionalInt recommended =
                largest(
                        size ->
                                size.batchSize() <= stops.orElse(Integer.MAX_VALUE)
                                        && leavesMargin(size)
                                        && !thrashing.contains(size.batchSize()));
        Reading numbers =
                new Reading(
                        doublings,
                        fitting,
                        withMargin,
                        knee(),
                        stops,
                        recommended,
                        thrashing,
                        List.of());
        return new Reading(
                doublings,
                fitting,
                withMargin,
                knee(),
                stops,
                recommended,
                thrashing,
                new ReadingSentences(probe, numbers, margin, end, pipeline).all());
    }

    private OptionalInt largest(Predicate<Measured> wanted) {
        return sizes.stream().filter(wanted).mapToInt(Measured::batchSize).max();
    }

    private boolean leavesMargin(Measured size) {
        return probe.memory() == 0 || probe.needed(size) <= (1 - margin) * probe.memory();
    }

    private OptionalInt stopsRising() {
        double best = sizes.stream().mapToDouble(Measured::throughput).max().orElse(0);
        return sizes.stream()
                .filter(size -> size.throughput() >= AS_GOOD * best)
                .mapToInt(Measured::batchSize)
                .min();
    }

    private OptionalInt knee() {
        return doublings.stream()
                .filter(doubling -> doubling.ratio() < Doubling.HALF)
                .mapToInt(doubling -> doubling.to() / 2)
                .findFirst();
    }

    private boolean thrashes(Measured size) {
        boolean nearlyFull =
                probe.memory() > 0 && probe.needed(size) > NEARLY_FULL * probe.memory();
        boolean jumped =
                half(size).filter(half -> size.throughput() * JUMP < half.throughput()).isPresent();
        return size.memory().majorFaultsPerSecond() > SWAPPING
                || (nearlyFull && (jumped || size.stalls()));
    }

    private Optional<Measured> half(Measured size) {
        return sizes.stream().filter(s -> 2 * s.batchSize() == size.batchSize()).findFirst();
    }

    private static List<Doubling> doublings(List<Measured> sizes) {
        List<Doubling> doublings = new ArrayList<>();
        for (Measured half : sizes) {
            sizes.stream()
                    .filter(size -> size.batchSize() == 2 * half.batchSize())
                    .findFirst()
                    .ifPresent(
                            size ->
                                    doublings.add(
                                            new Doubling(
                                                    size.batchSize(),
                                                    size.throughput() / half.throughput())));
        }
        return doublings;
    }
}
