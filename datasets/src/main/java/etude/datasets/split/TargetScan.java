package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Target;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/** What a reading of the targets alone tells: each example's once, on all cores. */
public final class TargetScan {
    /** Enough for many cores, few enough for counts of a large vocabulary in each. */
    private static final int PARTS = 64;

    private TargetScan() {}

    /** How often each class, label, or token at any position, is to be predicted. */
    public static long[] counts(Dataset examples) {
        int kinds =
                examples.spec().target() instanceof Target.NextToken next
                        ? next.vocabularySize()
                        : examples.spec().target().classes().size();
        return IntStream.range(0, PARTS)
                .parallel()
                .mapToObj(part -> counts(examples, part, kinds))
                .reduce(new long[kinds], TargetScan::sum);
    }

    private static long[] counts(Dataset examples, int part, int kinds) {
        long[] counts = new long[kinds];
        Batch batch = new Batch(examples.spec(), 1);
        each(
                examples,
                part,
                index -> {
                    examples.readTarget(index, batch, 0);
                    for (int label : batch.labels()) {
                        counts[label]++;
                    }
                    for (int label = 0; label < batch.values().length; label++) {
                        counts[label] += (long) batch.values()[label];
                    }
                });
        return counts;
    }

    /** How many bytes of text the tokens stand for that are to be predicted. */
    public static long textBytes(Dataset examples) {
        return IntStream.range(0, PARTS)
                .parallel()
                .mapToLong(
                        part -> {
                            Batch batch = new Batch(examples.spec(), 1);
                            long[] bytes = new long[1];
                            each(
                                    examples,
                                    part,
                                    index -> {
                                        examples.readTarget(index, batch, 0);
                                        bytes[0] += batch.textBytes()[0];
                                    });
                            return bytes[0];
                        })
                .sum();
    }

    /** The numbers that are to be predicted, in the order of the examples. */
    public static float[] values(Dataset examples) {
        float[] values = new float[examples.size()];
        targets(examples, (batch, index) -> values[index] = batch.values()[0]);
        return values;
    }

    /** Whether each label of each example holds, 1 or 0, example by example. */
    public static float[] labelsThatHold(Dataset examples) {
        int count = examples.spec().target().classes().size();
        float[] values = new float[Math.multiplyExact(examples.size(), count)];
        targets(
                examples,
                (batch, index) ->
                        System.arraycopy(batch.values(), 0, values, index * count, count));
        return values;
    }

    /** The class of each example, in their order. */
    static int[] labels(Dataset examples) {
        int[] labels = new int[examples.size()];
        targets(examples, (batch, index) -> labels[index] = batch.labels()[0]);
        return labels;
    }

    private static void targets(Dataset examples, ObjIntConsumer<Batch> target) {
        IntStream.range(0, PARTS)
                .parallel()
                .forEach(
                        part -> {
                            Batch batch = new Batch(examples.spec(), 1);
                            each(
                                    examples,
                                    part,
                                    index -> {
                                        examples.readTarget(index, batch, 0);
                                        target.accept(batch, index);
                                    });
                        });
    }

    private static void each(Dataset examples, int part, IntConsumer reading) {
        IntStream.range(begin(examples, part), begin(examples, part + 1)).forEach(reading);
    }

    private static int begin(Dataset examples, int part) {
        return (int) ((long) examples.size() * part / PARTS);
    }

    private static long[] sum(long[] left, long[] right) {
        long[] sum = new long[left.length];
        Arrays.setAll(sum, i -> left[i] + right[i]);
        return sum;
    }
}
