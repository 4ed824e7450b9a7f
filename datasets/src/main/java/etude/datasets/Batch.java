package etude.datasets;

import java.lang.reflect.Array;
import java.util.function.IntUnaryOperator;

/**
 * Up to {@code capacity} examples as plain arrays, reused from step to step. Arrays that the spec
 * has no use for have length zero. Row r of a kind with n elements an example lies at {@code [r *
 * n, (r + 1) * n)}.
 */
public final class Batch {
    private final ExampleSpec spec;
    private final int capacity;
    private final byte[] images;
    private final float[] vectors;
    private final int[] tokens;
    private final int[] labels;
    private final int[] mixedLabels;
    private final float[] mixWeights;
    private final float[] values;
    private final int[] textBytes;
    private int size;
    private long position;
    private boolean mixed;

    public Batch(ExampleSpec spec, int capacity) {
        this.spec = spec;
        this.capacity = capacity;
        int elements = Math.multiplyExact(capacity, spec.features().elements());
        images = new byte[spec.features() instanceof Features.Image ? elements : 0];
        vectors = new float[spec.features() instanceof Features.Vector ? elements : 0];
        tokens = new int[spec.features() instanceof Features.Tokens ? elements : 0];
        boolean classes = spec.target() instanceof Target.Classes;
        labels = new int[classes ? capacity : tokens.length];
        mixedLabels = new int[classes ? capacity : 0];
        mixWeights = new float[classes ? capacity : 0];
        values = new float[Math.multiplyExact(capacity, numbers(spec.target()))];
        textBytes = new int[spec.features() instanceof Features.Tokens ? capacity : 0];
    }

    /** How many numbers the target of an example is. */
    private static int numbers(Target target) {
        if (target instanceof Target.Labels labels) {
            return labels.names().size();
        }
        return target instanceof Target.Value ? 1 : 0;
    }

    public ExampleSpec spec() {
        return spec;
    }

    public int capacity() {
        return capacity;
    }

    /** Unsigned bytes, (row, height, width, channel). */
    public byte[] images() {
        return images;
    }

    /** (row, feature). */
    public float[] vectors() {
        return vectors;
    }

    /** (row, position). */
    public int[] tokens() {
        return tokens;
    }

    /** Class of each row, or (row, position) next tokens. */
    public int[] labels() {
        return labels;
    }

    /** After mixup or cutmix: the class of each row's second image. */
    public int[] mixedLabels() {
        return mixedLabels;
    }

    /**
     * After mixup or cutmix: the weight of each row's first image, in [0, 1]; the second has the
     * rest.
     */
    public float[] mixWeights() {
        return mixWeights;
    }

    /** Regression target of each row, or (row, label) 1 for the labels that hold and else 0. */
    public float[] values() {
        return values;
    }

    /** How many bytes of text the next tokens of each row stand for. */
    public int[] textBytes() {
        return textBytes;
    }

    /** Rows in use, at most the capacity. */
    public int size() {
        return size;
    }

    /** Position in the run (in examples) of row 0. */
    public long position() {
        return position;
    }

    /** Whether {@link #mixedLabels} and {@link #mixWeights} count. */
    public boolean mixed() {
        return mixed;
    }

    /** Makes the batch ready to be filled. */
    public void begin(long firstPosition, int rows, boolean withMixup) {
        if (rows < 0 || rows > capacity) {
            throw new IllegalArgumentException("rows must be 0 to " + capacity + ", found " + rows);
        }
        position = firstPosition;
        size = rows;
        mixed = withMixup;
    }

    /**
     * Keeps some rows, moved to the front.
     *
     * @param row which row becomes the one of a number; they ascend
     */
    public void keep(int rows, IntUnaryOperator row) {
        for (int to = 0; to < rows; to++) {
            int from = row.applyAsInt(to);
            if (from != to) {
                copy(images, from, to);
                copy(vectors, from, to);
                copy(tokens, from, to);
                copy(labels, from, to);
                copy(mixedLabels, from, to);
                copy(mixWeights, from, to);
                copy(values, from, to);
                copy(textBytes, from, to);
            }
        }
        size = rows;
    }

    /** Within an array of all rows, which may have no elements. */
    private void copy(Object array, int from, int to) {
        int elements = Array.getLength(array) / capacity;
        System.arraycopy(array, from * elements, array, to * elements, elements);
    }
}
