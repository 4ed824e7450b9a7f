package etude.tuner.compare;

import etude.tuner.compare.SizeTrial.Reached;
import etude.tuner.probe.Scaling;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What the trials say about batch sizes, as the playbook reasons in "Choosing the batch size to
 * minimize training time" and "... resource consumption". Pure arithmetic over their results.
 *
 * @param sizes by batch size
 * @param scalings between neighbors among the sizes that reached the target
 */
record Comparison(ComparisonSetup setup, List<SizeSteps> sizes, List<Scaling> scalings) {
    Comparison {
        sizes = List.copyOf(sizes);
        scalings = List.copyOf(scalings);
    }

    /**
     * Compares.
     *
     * @param probed seconds per step by batch size, from a probe of the same config
     */
    static Comparison of(
            ComparisonSetup setup,
            List<SizeTrial> trials,
            Function<Integer, OptionalDouble> probed) {
        List<SizeSteps> sizes =
                setup.sizes().stream()
                        .map(
                                size ->
                                        SizeSteps.of(
                                                size,
                                                trials.stream()
                                                        .filter(trial -> trial.batchSize() == size)
                                                        .toList(),
                                                setup.target(),
                                                probed.apply(size)))
                        .toList();
        return new Comparison(setup, sizes, scalings(reached(sizes)));
    }

    private static List<Scaling> scalings(List<SizeSteps> reached) {
        return IntStream.range(1, reached.size())
                .mapToObj(i -> scaling(reached.get(i - 1), reached.get(i)))
                .toList();
    }

    /** How many steps the larger size saved; they are known up to the distance of evaluations. */
    private static Scaling scaling(SizeSteps smaller, SizeSteps larger) {
        Reached before = smaller.reached().orElseThrow();
        Reached after = larger.reached().orElseThrow();
        return Scaling.between(
                smaller.batchSize(),
                larger.batchSize(),
                (double) before.step() / after.step(),
                (before.after() + 1.0) / after.step(),
                before.step() / (after.after() + 1.0));
    }

    private static List<SizeSteps> reached(List<SizeSteps> sizes) {
        return sizes.stream().filter(size -> size.reached().isPresent()).toList();
    }

    /** Those that reached the target. */
    List<SizeSteps> reached() {
        return reached(sizes);
    }

    /** Those of which no trial reached the target. */
    List<SizeSteps> unreached() {
        return sizes.stream().filter(size -> size.reached().isEmpty()).toList();
    }

    /** Sizes whose best learning rate is at an end of those tried, so that nothing is sure. */
    List<Integer> inconclusive() {
        return sizes.stream()
                .filter(size -> size.edge().isPresent())
                .map(SizeSteps::batchSize)
                .toList();
    }

    /**
     * The critical batch size seen: the last one up to which every larger size came with perfect
     * scaling. Empty where fewer than two sizes reached the target.
     */
    OptionalInt critical() {
        if (scalings.isEmpty()) {
            return OptionalInt.empty();
        }
        int critical = scalings.get(0).from();
        for (Scaling scaling : scalings) {
            if (!scaling.perfect()) {
                break;
            }
            critical = scaling.to();
        }
        return OptionalInt.of(critical);
    }

    /** The first step to a larger size without perfect scaling. */
    Optional<Scaling> beyondCritical() {
        return scalings.stream().filter(scaling -> !scaling.perfect()).findFirst();
    }

    /** The size that minimizes training time. */
    Optional<SizeSteps> fastest() {
        return least(SizeSteps::seconds);
    }

    /** The size that minimizes training time at the probe's times per step. */
    Optional<SizeSteps> fastestByProbe() {
        return reached().stream().allMatch(size -> size.probed().isPresent())
                ? least(SizeSteps::probedSeconds)
                : Optional.empty();
    }

    /** The size that minimizes resource consumption. */
    Optional<SizeSteps> cheapest() {
        return least(SizeSteps::deviceSeconds);
    }

    /** The smaller size where two are equal. */
    private Optional<SizeSteps> least(Function<SizeSteps, OptionalDouble> cost) {
        return reached().stream()
                .filter(size -> cost.apply(size).isPresent())
                .min(Comparator.comparingDouble(size -> cost.apply(size).orElseThrow()));
    }
}
