package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.image.Picture;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Some examples of another data set, in an order of their own. The index function is all it holds,
 * so a range or a computed permutation costs no memory.
 */
public final class IndexedDataset implements Dataset {
    private final Dataset source;
    private final int size;
    private final IntUnaryOperator sourceIndex;
    private final boolean owner;

    private IndexedDataset(Dataset source, int size, IntUnaryOperator sourceIndex, boolean owner) {
        this.source = source;
        this.size = size;
        this.sourceIndex = sourceIndex;
        this.owner = owner;
    }

    /** A view that leaves closing the source to its owner. */
    public static IndexedDataset view(Dataset source, int size, IntUnaryOperator sourceIndex) {
        return new IndexedDataset(source, size, sourceIndex, false);
    }

    /** A view that closes the source when it is closed. */
    public static IndexedDataset owning(Dataset source, int size, IntUnaryOperator sourceIndex) {
        return new IndexedDataset(source, size, sourceIndex, true);
    }

    @Override
    public ExampleSpec spec() {
        return source.spec();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int index, Batch batch, int row) {
        source.read(sourceIndexOf(index), batch, row);
    }

    @Override
    public void readTarget(int index, Batch batch, int row) {
        source.readTarget(sourceIndexOf(index), batch, row);
    }

    @Override
    public long featureHash(int index, Batch room) {
        return source.featureHash(sourceIndexOf(index), room);
    }

    @Override
    public Optional<Picture> picture(int index) {
        return source.picture(sourceIndexOf(index));
    }

    @Override
    public long group(int index) {
        return source.group(sourceIndexOf(index));
    }

    @Override
    public String name(int index) {
        return source.name(sourceIndexOf(index));
    }

    /** The index in the source of this view's example {@code index}. */
    public int sourceIndexOf(int index) {
        return sourceIndex.applyAsInt(Objects.checkIndex(index, size));
    }

    @Override
    public void close() {
        if (owner) {
            source.close();
        }
    }
}
