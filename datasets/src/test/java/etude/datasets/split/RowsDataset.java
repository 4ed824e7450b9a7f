package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Rows of numbers as a data set, for tests; counts how often it was closed. */
final class RowsDataset implements Dataset {
    private final ExampleSpec spec;
    private final float[][] rows;
    final AtomicInteger closed = new AtomicInteger();

    private RowsDataset(Features features, float[][] rows) {
        this.spec = new ExampleSpec(features, new Target.Classes(List.of("zero", "one")));
        this.rows = rows;
    }

    static RowsDataset images(Features.Image shape, float[]... rows) {
        return new RowsDataset(shape, rows);
    }

    static RowsDataset vectors(float[]... rows) {
        return new RowsDataset(new Features.Vector(rows[0].length), rows);
    }

    /** {@code size} vectors of length one that hold 0, 1, 2, ... */
    static RowsDataset counting(int size) {
        float[][] rows = new float[size][];
        for (int index = 0; index < size; index++) {
            rows[index] = new float[] {index};
        }
        return vectors(rows);
    }

    static int[] valuesOf(Dataset examples) {
        int[] values = new int[examples.size()];
        Batch batch = new Batch(examples.spec(), 1);
        for (int index = 0; index < values.length; index++) {
            examples.read(index, batch, 0);
            values[index] = (int) batch.vectors()[0];
        }
        return values;
    }

    @Override
    public ExampleSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public void read(int index, Batch batch, int row) {
        int length = spec.features().elements();
        for (int element = 0; element < length; element++) {
            float value = rows[index][element];
            if (spec.features() instanceof Features.Image) {
                batch.images()[row * length + element] = (byte) (int) value;
            } else {
                batch.vectors()[row * length + element] = value;
            }
        }
        batch.labels()[row] = index % 2;
    }

    @Override
    public String name(int index) {
        return "row " + index;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
