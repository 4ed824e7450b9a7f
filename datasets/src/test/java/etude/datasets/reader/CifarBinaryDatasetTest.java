package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.Features;
import etude.datasets.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarBinaryDatasetTest {
    private static final int PLANE = 1024;

    @TempDir private Path folder;

    @Test
    void planesBecomeHeightWidthChannelAcrossFiles() throws IOException {
        Path first = Files.write(folder.resolve("data_batch_1.bin"), records(1, 3, 4));
        Path second = Files.write(folder.resolve("data_batch_2.bin"), records(1, 9));
        try (CifarBinaryDataset dataset = CifarBinaryDataset.open(List.of(first, second), 10)) {
            assertThat(dataset.size()).isEqualTo(3);
            assertThat(dataset.spec().features()).isEqualTo(new Features.Image(32, 32, 3));
            Batch batch = new Batch(dataset.spec(), 2);
            dataset.read(2, batch, 1);
            assertThat(batch.labels()).containsExactly(0, 9);
            int last = 2 * 3 * PLANE;
            assertThat(Arrays.copyOfRange(batch.images(), last - 6, last))
                    .containsExactly(10, 20, 30, 11, 21, 31);
            assertThat(dataset.name(2)).isEqualTo(second + " record 0");
        }
    }

    @Test
    void cifar100TakesTheFineLabel() throws IOException {
        Path file = Files.write(folder.resolve("train.bin"), records(2, 99));
        try (CifarBinaryDataset dataset = CifarBinaryDataset.open(List.of(file), 100)) {
            Batch batch = new Batch(dataset.spec(), 1);
            dataset.read(0, batch, 0);
            assertThat(batch.labels()).containsExactly(99);
            assertThat(batch.images()).startsWith(0, 0, 0).endsWith(11, 21, 31);
        }
    }

    @Test
    void truncatedOversizedAndEmptyFilesAreRefused() throws IOException {
        byte[] whole = records(1, 3, 4);
        refuses(Arrays.copyOf(whole, whole.length - 1), "found 6145 bytes");
        refuses(Arrays.copyOf(whole, whole.length + 1), "found 6147 bytes");
        refuses(new byte[0], "expected whole records of 3073 bytes (CIFAR-10), found 0 bytes");
    }

    @Test
    void labelOutOfRangeIsNamed() throws IOException {
        refuses(records(1, 3, 10), "expected labels from 0 to 9, found label 10 in record 1");
    }

    @Test
    void archiveIsReadInTheOrderOfItsNamesWithItsClassNames() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("cifar/data_batch_2.bin", records(1, 2));
        members.put("cifar/data_batch_1.bin", records(1, 1));
        members.put("cifar/test_batch.bin", records(1, 7));
        members.put(
                "cifar/batches.meta.txt",
                "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".getBytes(StandardCharsets.UTF_8));
        Path tar = TarFiles.write(folder.resolve("cifar.tar.gz"), members);
        try (CifarBinaryDataset training = CifarBinaryDataset.openTar(tar, 10, false);
                CifarBinaryDataset test = CifarBinaryDataset.openTar(tar, 10, true)) {
            Batch batch = new Batch(training.spec(), 3);
            training.read(0, batch, 0);
            training.read(1, batch, 1);
            test.read(0, batch, 2);
            assertThat(batch.labels()).containsExactly(1, 2, 7);
            assertThat(test.size()).isEqualTo(1);
            assertThat(training.spec().target())
                    .isEqualTo(
                            new Target.Classes(
                                    List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")));
        }
    }

    @Test
    void archiveWithoutTheFilesAndTruncatedArchiveAreRefused() throws IOException {
        Path tar =
                TarFiles.write(
                        folder.resolve("cifar.tar.gz"), Map.of("data_batch_1.bin", records(1, 2)));
        assertThatThrownBy(() -> CifarBinaryDataset.openTar(tar, 10, true))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("no such file in the archive");
        byte[] bytes = Files.readAllBytes(tar);
        Files.write(tar, Arrays.copyOf(bytes, bytes.length - 4));
        assertThatThrownBy(() -> CifarBinaryDataset.openTar(tar, 10, false))
                .hasMessageStartingWith("Cannot read " + tar);
    }

    private void refuses(byte[] content, String message) throws IOException {
        Path file = Files.write(folder.resolve("bad.bin"), content);
        assertThatThrownBy(() -> CifarBinaryDataset.open(List.of(file), 10))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    /** Black images but for the last two pixels, (10, 20, 30) and (11, 21, 31). */
    private static byte[] records(int labelBytes, int... labels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int label : labels) {
            byte[] record = new byte[labelBytes + 3 * PLANE];
            record[labelBytes - 1] = (byte) label;
            for (int channel = 0; channel < 3; channel++) {
                int end = labelBytes + (channel + 1) * PLANE;
                record[end - 2] = (byte) (10 * (channel + 1));
                record[end - 1] = (byte) (10 * (channel + 1) + 1);
            }
            out.writeBytes(record);
        }
        return out.toByteArray();
    }
}
