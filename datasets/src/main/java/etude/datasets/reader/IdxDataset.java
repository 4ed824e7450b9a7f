package etude.datasets.reader;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Grey images with labels in a pair of IDX files, the format of MNIST (LeCun, Cortes and Burges)
 * and its successors. The file does not say how many classes there are: they are 0 to the largest
 * label in it, and are named by their numbers.
 */
public final class IdxDataset implements Dataset {
    private final Path path;
    private final IdxFile images;
    private final byte[] labels;
    private final ExampleSpec spec;

    private IdxDataset(Path path, IdxFile images, byte[] labels) {
        this.path = path;
        this.images = images;
        this.labels = labels;
        Features.Image shape = new Features.Image(images.sizes().get(1), images.sizes().get(2), 1);
        spec = new ExampleSpec(shape, new Target.Classes(IntegerNames.upTo(classes(labels))));
    }

    /**
     * Opens and verifies both files, plain or .gz.
     *
     * @throws etude.datasets.EtudeException when one is missing, or is no such file, or the counts
     *     differ
     */
    public static IdxDataset open(Path images, Path labels) {
        IdxFile imageFile = IdxFile.open(images, 3);
        IdxFile labelFile = IdxFile.open(labels, 1);
        int count = imageFile.sizes().get(0);
        if (!labelFile.sizes().get(0).equals(count)) {
            throw new CorruptFileException(
                    labels,
                    "%d labels, one for each image of %s".formatted(count, images),
                    labelFile.sizes().get(0) + " labels");
        }
        byte[] bytes = new byte[count];
        labelFile.records().read(0, count, bytes, 0);
        return new IdxDataset(images, imageFile, bytes);
    }

    private static int classes(byte[] labels) {
        return 1 + IntStream.range(0, labels.length).map(i -> labels[i] & 0xff).max().orElse(0);
    }

    @Override
    public ExampleSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public void read(int index, Batch batch, int row) {
        images.records().read(index, 1, batch.images(), row * spec.features().elements());
        readTarget(index, batch, row);
    }

    @Override
    public void readTarget(int index, Batch batch, int row) {
        batch.labels()[row] = labels[index] & 0xff;
    }

    @Override
    public String name(int index) {
        return path + " image " + index;
    }

    @Override
    public void close() {
        // The garbage collector releases the map: see FixedRecords.
    }
}
