package etude.datasets.reader;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Target;
import etude.datasets.image.Picture;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Images of which a table says which of several labels they have. */
public final class LabelledImages implements Dataset {
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
        NamedProblems problems = new NamedProblems("files");
        for (int i = 0; i < labels.length; i++) {
            Path image = Path.of(images.name(i));
            Optional<float[]> found = all.of(image);
            if (found.isEmpty()) {
                problems.add(
                        new CorruptFileException(
                                image, "a row of it in %s".formatted(all.path()), "none"));
            }
            labels[i] = found.orElseGet(() -> new float[0]);
        }
        problems.requireNone();
        return new LabelledImages(
                images,
                new ExampleSpec(images.spec().features(), new Target.Labels(all.names())),
                labels);
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
