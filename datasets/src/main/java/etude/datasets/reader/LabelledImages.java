package etude.datasets.reader;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Quoted;
import etude.datasets.Target;
import etude.datasets.image.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Images of which a table says which of several labels they have. */
public final class LabelledImages implements Dataset {
    /** Names in a message that has a count. */
    private static final int FEW = 3;

    private final ImageFolderDataset images;
    private final ExampleSpec spec;
    private final float[][] labels;

    private LabelledImages(ImageFolderDataset images, ExampleSpec spec, float[][] labels) {
        this.images = images;
        this.spec = spec;
        this.labels = labels;
    }

    /**
     * Finds the row of each image.
     *
     * @param separator between the labels of a cell; empty where each has a column
     * @throws etude.datasets.EtudeException when the table is damaged, or says nothing of an image
     */
    public static Dataset of(ImageFolderDataset images, Path table, Optional<String> separator) {
        return of(images, LabelTable.read(table, separator));
    }

    /**
     * As images with the labels that a model knows, in its order.
     *
     * @throws etude.datasets.EtudeException likewise, and when the table has not these labels
     */
    public static Dataset openAs(
            Target.Labels known,
            ImageFolderDataset images,
            Path table,
            Optional<String> separator) {
        return of(images, LabelTable.readAs(known.classes(), table, separator));
    }

    private static Dataset of(ImageFolderDataset images, LabelTable all) {
        float[][] labels = new float[images.size()][];
        List<String> without = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            Path image = Path.of(images.name(i));
            Optional<float[]> found = all.of(image);
            if (found.isEmpty()) {
                without.add(image.toString());
            }
            labels[i] = found.orElseGet(() -> new float[0]);
        }
        requireNone(without, labels.length, all);
        return new LabelledImages(
                images,
                new ExampleSpec(images.spec().features(), new Target.Labels(all.names())),
                labels);
    }

    /** One sentence for all: a table of other images has a row of none. */
    private static void requireNone(List<String> without, int images, LabelTable all) {
        if (!without.isEmpty()) {
            throw new CorruptFileException(
                    all.path(),
                    String.format(Locale.ROOT, "a row of each of the %,d images", images),
                    String.format(
                            Locale.ROOT,
                            "none of %,d: %s; its first column has %s; add their rows, or take them out of the folder",
                            without.size(),
                            Quoted.first(FEW, without),
                            Quoted.first(FEW, all.byFile().keySet())));
        }
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
        images.readPixels(index, batch, row);
        readTarget(index, batch, row);
    }

    @Override
    public void readTarget(int index, Batch batch, int row) {
        int count = labels[index].length;
        System.arraycopy(labels[index], 0, batch.values(), row * count, count);
    }

    @Override
    public long featureHash(int index, Batch room) {
        OptionalLong kept = images.pictureHash(index);
        if (kept.isEmpty()) {
            return Dataset.super.featureHash(index, room);
        }
        readTarget(index, room, 0);
        return kept.getAsLong();
    }

    @Override
    public Optional<Picture> picture(int index) {
        return images.picture(index);
    }

    @Override
    public String name(int index) {
        return images.name(index);
    }

    @Override
    public void close() {
        images.close();
    }
}
