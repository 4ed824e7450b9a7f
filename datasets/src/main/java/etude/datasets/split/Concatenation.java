package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.image.Picture;
import java.util.Objects;
import java.util.Optional;

/**
 * The examples of two data sets of one shape, one after the other. Closing it closes the first; the
 * second has another owner.
 */
public record Concatenation(Dataset first, Dataset second) implements Dataset {
    @Override
    public ExampleSpec spec() {
        return first.spec();
    }

    @Override
    public int size() {
        return Math.addExact(first.size(), second.size());
    }

    @Override
    public void read(int index, Batch batch, int row) {
        of(index).read(within(index), batch, row);
    }

    @Override
    public void readTarget(int index, Batch batch, int row) {
        of(index).readTarget(within(index), batch, row);
    }

    @Override
    public long featureHash(int index, Batch room) {
        return of(index).featureHash(within(index), room);
    }

    @Override
    public Optional<Picture> picture(int index) {
        return of(index).picture(within(index));
    }

    @Override
    public String name(int index) {
        return of(index).name(within(index));
    }

    private Dataset of(int index) {
        return Objects.checkIndex(index, size()) < first.size() ? first : second;
    }

    private int within(int index) {
        return index < first.size() ? index : index - first.size();
    }

    @Override
    public void close() {
        first.close();
    }
}
