package etude.trainer.loop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was counted of consecutive examples, as it is added up and sent from rank to rank.
 *
 * @param totals sum of losses, of correct predictions or absolute errors, and of predictions: of
 *     each batch where parts are to be joined, for the sum of many numbers depends on its order
 * @param classes examples of each class, then correct predictions of each
 * @param textBytes that tokens stand for
 * @param targets of each example
 * @param predicted likewise
 * @param probabilities of each class of each example
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
record Counted(
        List<double[]> totals,
        double[] classes,
        long textBytes,
        float[] targets,
        float[] predicted,
        float[] probabilities) {
    static final int TOTALS = 3;

    /** Of no examples. */
    static Counted nothing(int classes) {
        return new Counted(
                List.of(), new double[classes], 0, new float[0], new float[0], new float[0]);
    }

    /** The parts in their order as one, at least one of them. */
    static Counted joined(List<Counted> parts) {
        double[] classes = new double[parts.get(0).classes.length];
        parts.forEach(part -> Arrays.setAll(classes, i -> classes[i] + part.classes[i]));
        return new Counted(
                parts.stream().flatMap(part -> part.totals.stream()).toList(),
                classes,
                parts.stream().mapToLong(Counted::textBytes).sum(),
                EvaluationResult.chain(parts.stream().map(Counted::targets).toList()),
                EvaluationResult.chain(parts.stream().map(Counted::predicted).toList()),
                EvaluationResult.chain(parts.stream().map(Counted::probabilities).toList()));
    }

    /** The sum over all batches, in their order. */
    double[] total() {
        double[] sum = new double[TOTALS];
        totals.forEach(batch -> Arrays.setAll(sum, i -> sum[i] + batch[i]));
        return sum;
    }

    byte[] bytes() {
        int numbers = TOTALS * totals.size() + classes.length;
        int floats = targets.length + predicted.length + probabilities.length;
        ByteBuffer bytes =
                ByteBuffer.allocate(
                        Math.addExact(
                                5 * Integer.BYTES + Long.BYTES + Double.BYTES * numbers,
                                Math.multiplyExact(Float.BYTES, floats)));
        bytes.putInt(totals.size())
                .putInt(classes.length)
                .putInt(targets.length)
                .putInt(predicted.length)
                .putInt(probabilities.length)
                .putLong(textBytes);
        totals.forEach(batch -> put(bytes, batch));
        put(bytes, classes);
        put(bytes, targets);
        put(bytes, predicted);
        put(bytes, probabilities);
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, double... numbers) {
        bytes.asDoubleBuffer().put(numbers);
        bytes.position(bytes.position() + Double.BYTES * numbers.length);
    }

    private static void put(ByteBuffer bytes, float... numbers) {
        bytes.asFloatBuffer().put(numbers);
        bytes.position(bytes.position() + Float.BYTES * numbers.length);
    }

    static Counted read(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        int batches = bytes.getInt();
        int classes = bytes.getInt();
        int targets = bytes.getInt();
        int predicted = bytes.getInt();
        int probabilities = bytes.getInt();
        long textBytes = bytes.getLong();
        List<double[]> totals = new ArrayList<>();
        for (int batch = 0; batch < batches; batch++) {
            totals.add(doubles(bytes, TOTALS));
        }
        return new Counted(
                totals,
                doubles(bytes, classes),
                textBytes,
                floats(bytes, targets),
                floats(bytes, predicted),
                floats(bytes, probabilities));
    }

    private static double[] doubles(ByteBuffer bytes, int count) {
        double[] numbers = new double[count];
        bytes.asDoubleBuffer().get(numbers);
        bytes.position(bytes.position() + Double.BYTES * count);
        return numbers;
    }

    private static float[] floats(ByteBuffer bytes, int count) {
        float[] numbers = new float[count];
        bytes.asFloatBuffer().get(numbers);
        bytes.position(bytes.position() + Float.BYTES * count);
        return numbers;
    }
}
