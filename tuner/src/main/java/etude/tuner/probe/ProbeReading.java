package etude.tuner.probe;

import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Measured;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * What the results mean, as the playbook reads them in "Determining the feasible batch sizes and
 * estimating training throughput": while the device is not saturated, doubling the batch size
 * doubles throughput; sizes beyond the one where throughput stops rising have no use, even where
 * they fit.
 *
 * @param margin fraction of memory that a recommended size leaves free
 * @param end why no larger size was tried
 * @param remedies what to try where the loop waits for data
 */
record ProbeReading(ProbeResult probe, double margin, String end, List<String> remedies) {
    /** A size that needs this much more time per example than half of it does not fit well. */
    private static final double JUMP = 1.5;

    /** From this fraction of memory on, slow steps are blamed on it. */
    private static final double NEARLY_FULL = 0.8;

    /** A 90 % interval wider than this fraction of the median, twice what measuring aims at. */
    private static final double WIDE = 0.1;

    /** Pages read back from disk per second that mean the machine swaps. */
    private static final double SWAPPING = 100;

    ProbeReading {
        remedies = List.copyOf(remedies);
    }

    /** Which size to use. */
    OptionalInt recommended() {
        return unconfirmed().isPresent() ? OptionalInt.empty() : candidate();
    }

    /**
     * The size that would be recommended, if training it longer is still to show that it fits. On a
     * GPU, steps and evaluations in turn leave holes in the allocator's memory, and cuDNN finds no
     * room for a workspace only later; the kernel's limit on a CPU counts all that was ever taken.
     */
    OptionalInt unconfirmed() {
        OptionalInt candidate = candidate();
        boolean needed =
                probe.setup().gpu()
                        && probe.mode() == ProbeMode.TRAINING
                        && candidate.isPresent()
                        && probe.confirmation(candidate.getAsInt()).isEmpty();
        return needed ? candidate : OptionalInt.empty();
    }

    /** What one rank has of the recommended batch, where nobody has measured that yet. */
    OptionalInt partToTryAlone() {
        if (probe.ranks() == 1 || recommended().isEmpty()) {
            return OptionalInt.empty();
        }
        int part = recommended().getAsInt() / probe.ranks();
        boolean known = probe.alone().filter(result -> result.batchSize() == part).isPresent();
        return known ? OptionalInt.empty() : OptionalInt.of(part);
    }

    /** How the ranks scale at the recommended size; empty of one rank, and where it failed. */
    Optional<RankScaling> rankScaling() {
        return probe.alone()
                .filter(Measured.class::isInstance)
                .flatMap(
                        alone ->
                                recommended().stream()
                                        .boxed()
                                        .findFirst()
                                        .flatMap(probe::measured)
                                        .map(
                                                all ->
                                                        new RankScaling(
                                                                probe.ranks(),
                                                                (Measured) alone,
                                                                all)));
    }

    private OptionalInt candidate() {
        List<Integer> thrashing = thrashing();
        int stops = stopsRising().orElse(Integer.MAX_VALUE);
        return largest(
                size ->
                        size.batchSize() <= stops
                                && leavesMargin(size)
                                && !thrashing.contains(size.batchSize())
                                && !(probe.confirmations().get(size.batchSize())
                                        instanceof Failed));
    }

    /** The largest size that was measured. */
    OptionalInt largestFitting() {
        return largest(size -> true);
    }

    /** The largest that leaves the margin of memory free. */
    OptionalInt largestWithMargin() {
        return largest(this::leavesMargin);
    }

    private OptionalInt largest(Predicate<Measured> wanted) {
        return probe.measured().stream().filter(wanted).mapToInt(Measured::batchSize).max();
    }

    private boolean leavesMargin(Measured size) {
        return probe.memory() == 0 || probe.needed(size) <= (1 - margin) * probe.memory();
    }

    /** The smallest size within 5 % of the best throughput. */
    OptionalInt stopsRising() {
        return curve().stopsRising();
    }

    /** Throughput without the noise of single sizes; of those that do not thrash, if there are. */
    ThroughputCurve curve() {
        List<Measured> steady = probe.measured().stream().filter(size -> !thrashes(size)).toList();
        return new ThroughputCurve(steady.isEmpty() ? probe.measured() : steady);
    }

    /**
     * The size from which on no doubling gains half of what perfect scaling would. One that does,
     * though not together with the doubling before it, is a dip before it or a peak after it, and
     * the next doubling tells which.
     */
    OptionalInt knee() {
        ThroughputCurve curve = curve();
        OptionalInt knee = OptionalInt.empty();
        double before = Scaling.HALF;
        for (Scaling doubling : doublings()) {
            double gain = curve.share(doubling.to()) / curve.share(doubling.from());
            boolean holds = gain * before >= Scaling.HALF * Scaling.HALF;
            if (gain >= Scaling.HALF && holds) {
                knee = OptionalInt.empty();
            } else if (knee.isEmpty()) {
                knee = OptionalInt.of(doubling.from());
            }
            before = gain;
        }
        return knee;
    }

    /** Sizes whose times are not to be relied on. */
    List<Integer> unsteady() {
        return probe.measured().stream()
                .filter(size -> !size.timing().steady() || size.stalls() || isWide(size))
                .map(Measured::batchSize)
                .toList();
    }

    private static boolean isWide(Measured size) {
        return size.highThroughput() - size.lowThroughput() > WIDE * size.throughput();
    }

    /** Sizes whose steps stall. */
    List<Integer> thrashing() {
        return probe.measured().stream().filter(this::thrashes).map(Measured::batchSize).toList();
    }

    private boolean thrashes(Measured size) {
        boolean nearlyFull =
                probe.memory() > 0 && probe.needed(size) > NEARLY_FULL * probe.memory();
        boolean jumped =
                half(size).filter(half -> size.throughput() * JUMP < half.throughput()).isPresent();
        return size.memory().majorFaultsPerSecond() > SWAPPING
                || (nearlyFull && (jumped || size.stalls()));
    }

    /** Whether a size is more than 5 % faster than another. */
    boolean isFaster(Measured size, Measured other) {
        return other.throughput() < ThroughputCurve.AS_GOOD * size.throughput();
    }

    private Optional<Measured> half(Measured size) {
        return size.batchSize() % 2 == 0 ? probe.measured(size.batchSize() / 2) : Optional.empty();
    }

    /** Gain of throughput at each size of which half was measured too. */
    List<Scaling> doublings() {
        return probe.measured().stream().flatMap(size -> doubling(size).stream()).toList();
    }

    private Optional<Scaling> doubling(Measured size) {
        return half(size)
                .map(
                        half ->
                                Scaling.between(
                                        half.batchSize(),
                                        size.batchSize(),
                                        size.throughput() / half.throughput(),
                                        size.lowThroughput() / half.highThroughput(),
                                        size.highThroughput() / half.lowThroughput()));
    }

    /** All of it in words, the recommendation first. */
    List<String> sentences() {
        return new ProbeSentences(this).all();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        recommended().ifPresent(size -> json.put("recommended", size));
        largestFitting().ifPresent(size -> json.put("largest_fitting", size));
        largestWithMargin().ifPresent(size -> json.put("largest_with_margin", size));
        knee().ifPresent(size -> json.put("knee", size));
        stopsRising().ifPresent(size -> json.put("stops_rising", size));
        if (!probe.measured().isEmpty()) {
            ThroughputCurve.Span span = curve().plausible();
            json.put("stops_rising_low", span.smallest());
            json.put("stops_rising_high", span.largest());
        }
        MemoryGrowth.of(probe)
                .ifPresent(
                        growth -> {
                            json.put("memory_fixed_bytes", (long) growth.fixed());
                            json.put("memory_bytes_per_example", (long) growth.perExample());
                        });
        rankScaling().ifPresent(ranks -> json.put("rank_scaling", ranks.json()));
        json.put("thrashing", thrashing());
        json.put("unsteady", unsteady());
        json.put("doublings", doublings().stream().map(ProbeReading::json).toList());
        json.put("sentences", sentences());
        return json;
    }

    private static Map<String, Object> json(Scaling doubling) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("to", doubling.to());
        json.put("ratio", doubling.ratio());
        return json;
    }
}
