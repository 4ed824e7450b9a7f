package etude.datasets.split;

import etude.datasets.Dataset;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Divides one data set by chance, which {@code split_seed} alone decides. Every part keeps the
 * order of the data set.
 *
 * @param test share that is held out for testing
 * @param validation share of all that is held out for validation
 */
public record Divider(OptionalDouble test, OptionalDouble validation, long splitSeed) {
    /** Chooses without regard to anything. */
    public DividedDataset divide(Dataset all) {
        Optional<Splitter.Parts> tested =
                test.isPresent()
                        ? Optional.of(Splitter.test(all, test.getAsDouble(), splitSeed))
                        : Optional.empty();
        Dataset rest = tested.map(Splitter.Parts::rest).orElse(all);
        Optional<Splitter.Parts> validated =
                validation.isPresent()
                        ? Optional.of(
                                Splitter.validation(
                                        rest, all.size(), validation.getAsDouble(), splitSeed))
                        : Optional.empty();
        return new DividedDataset(
                validated.map(Splitter.Parts::rest).orElse(rest),
                validated.map(Splitter.Parts::heldOut),
                tested.map(Splitter.Parts::heldOut));
    }

    /** Gives each class its share of every split, rounded up or down. */
    public DividedDataset stratified(Dataset all) {
        return divided(all, StratifiedChoice.of(all, sizes(all.size()), splitSeed));
    }

    /** Holds out whole groups, as many as come nearest to the shares. */
    public DividedDataset grouped(Dataset all) {
        return divided(all, GroupedChoice.of(all, sizes(all.size()), splitSeed));
    }

    private SplitSizes sizes(int all) {
        int tested =
                test.isPresent()
                        ? Splitter.heldOut(all, all, test.getAsDouble(), "testing", "examples")
                        : 0;
        int validated =
                validation.isPresent()
                        ? Splitter.heldOut(
                                all - tested,
                                all,
                                validation.getAsDouble(),
                                "validation",
                                "examples")
                        : 0;
        return new SplitSizes(tested, validated, all - tested - validated);
    }

    private DividedDataset divided(Dataset all, byte[] splitOf) {
        int[] train = chosen(splitOf, SplitSizes.TRAIN);
        return new DividedDataset(
                IndexedDataset.owning(all, train.length, index -> train[index]),
                view(all, splitOf, SplitSizes.VALIDATION, validation),
                view(all, splitOf, SplitSizes.TEST, test));
    }

    private static Optional<Dataset> view(
            Dataset all, byte[] splitOf, byte split, OptionalDouble share) {
        int[] chosen = chosen(splitOf, split);
        return share.isEmpty()
                ? Optional.empty()
                : Optional.of(IndexedDataset.view(all, chosen.length, index -> chosen[index]));
    }

    private static int[] chosen(byte[] splitOf, byte split) {
        int[] chosen = new int[splitOf.length];
        int count = 0;
        for (int index = 0; index < splitOf.length; index++) {
            if (splitOf[index] == split) {
                chosen[count++] = index;
            }
        }
        return Arrays.copyOf(chosen, count);
    }
}
