package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.Features;
import etude.datasets.Target;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDatasetTest {
    private static final int IMAGES_MAGIC = 0x803;
    private static final int LABELS_MAGIC = 0x801;

    @TempDir private Path folder;
    private Path images;
    private Path labels;

    @BeforeEach
    void writePair() throws IOException {
        images = folder.resolve("images-idx3-ubyte");
        labels = folder.resolve("labels-idx1-ubyte");
        write(images, IMAGES_MAGIC, new int[] {2, 2, 3}, 12);
        write(labels, LABELS_MAGIC, new int[] {2}, 2);
    }

    @Test
    void readsPixelsAndLabelIntoTheRow() {
        try (IdxDataset dataset = IdxDataset.open(images, labels)) {
            assertThat(dataset.spec().features()).isEqualTo(new Features.Image(2, 3, 1));
            assertThat(dataset.spec().target()).isEqualTo(new Target.Classes(List.of("0", "1")));
            Batch batch = new Batch(dataset.spec(), 2);
            dataset.read(1, batch, 0);
            dataset.read(0, batch, 1);
            assertThat(batch.images()).containsExactly(6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5);
            assertThat(batch.labels()).containsExactly(1, 0);
            assertThat(dataset.name(1)).isEqualTo(images + " image 1");
        }
    }

    @Test
    void gzipHoldsTheSameExamples() throws IOException {
        Path zippedImages = gzip(images);
        Path zippedLabels = gzip(labels);
        try (IdxDataset dataset = IdxDataset.open(zippedImages, zippedLabels)) {
            Batch batch = new Batch(dataset.spec(), 1);
            dataset.read(1, batch, 0);
            assertThat(batch.images()).containsExactly(6, 7, 8, 9, 10, 11);
            assertThat(dataset.size()).isEqualTo(2);
        }
    }

    @Test
    void truncatedFileNamesPathExpectedAndFound() throws IOException {
        write(images, IMAGES_MAGIC, new int[] {2, 2, 3}, 11);
        refuses("expected 12 bytes after the header (2 x 2 x 3), found 11 bytes", images);
    }

    @Test
    void oversizedFileNamesPathExpectedAndFound() throws IOException {
        write(images, IMAGES_MAGIC, new int[] {2, 2, 3}, 13);
        refuses("expected 12 bytes after the header (2 x 2 x 3), found 13 bytes", images);
    }

    @Test
    void truncatedAndOversizedGzipAreRefusedToo() throws IOException {
        write(images, IMAGES_MAGIC, new int[] {2, 2, 3}, 11);
        Path truncated = gzip(images);
        assertThatThrownBy(() -> IdxDataset.open(truncated, labels))
                .hasMessageContaining("found 11 bytes");
        write(images, IMAGES_MAGIC, new int[] {2, 2, 3}, 14);
        Path oversized = gzip(images);
        assertThatThrownBy(() -> IdxDataset.open(oversized, labels))
                .hasMessageContaining("found 14 bytes");
        byte[] whole = Files.readAllBytes(oversized);
        Files.write(oversized, Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> IdxDataset.open(oversized, labels))
                .hasMessageContaining("Cannot read " + oversized);
    }

    @Test
    void wrongMagicNumberIsRefused() throws IOException {
        write(images, LABELS_MAGIC, new int[] {2, 2, 3}, 12);
        refuses("expected the IDX magic number 0x00000803, found 0x00000801", images);
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        Files.write(images, new byte[0]);
        refuses("expected an IDX header of 16 bytes, found 0 bytes", images);
    }

    @Test
    void noImagesAreRefused() throws IOException {
        write(images, IMAGES_MAGIC, new int[] {0, 2, 3}, 0);
        refuses("expected sizes of at least 1, found 0 x 2 x 3", images);
    }

    @Test
    void countsThatDifferAreRefused() throws IOException {
        write(labels, LABELS_MAGIC, new int[] {3}, 3);
        refuses("expected 2 labels, one for each image of " + images + ", found 3 labels", labels);
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> IdxDataset.open(folder.resolve("none"), labels))
                .hasMessage("Cannot read " + folder.resolve("none") + ": there is no such file.");
    }

    @Test
    void mnistTestSetHasItsKnownExamples() {
        Path testImages = OutsideData.require("t10k-images-idx3-ubyte.gz");
        Path testLabels = OutsideData.require("t10k-labels-idx1-ubyte.gz");
        try (IdxDataset dataset = IdxDataset.open(testImages, testLabels)) {
            assertThat(dataset.size()).isEqualTo(10000);
            assertThat(dataset.spec().features()).isEqualTo(new Features.Image(28, 28, 1));
            Batch batch = new Batch(dataset.spec(), 5);
            for (int i = 0; i < 5; i++) {
                dataset.read(i, batch, i);
            }
            assertThat(batch.labels()).containsExactly(7, 2, 1, 0, 4);
        }
    }

    private void refuses(String message, Path blamed) {
        assertThatThrownBy(() -> IdxDataset.open(images, labels))
                .isInstanceOf(CorruptFileException.class)
                .hasMessage(blamed + ": " + message);
    }

    private static void write(Path path, int magic, int[] sizes, int bytes) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(content);
        out.writeInt(magic);
        for (int size : sizes) {
            out.writeInt(size);
        }
        for (int i = 0; i < bytes; i++) {
            out.write(i);
        }
        Files.write(path, content.toByteArray());
    }

    private static Path gzip(Path path) throws IOException {
        Path zipped = path.resolveSibling(path.getFileName() + ".gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(Files.readAllBytes(path));
        }
        return zipped;
    }
}
