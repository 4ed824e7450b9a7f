package etude.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.generated.GeneratedDigits;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The targets alone are those that come with the features. */
class TargetScanTest {
    @TempDir private Path folder;

    @Test
    void ofGeneratedDigits() {
        Dataset digits = new GeneratedDigits(0, 100, 8, 0.5);
        assertThat(TargetScan.counts(digits)).containsExactly(counts(digits, 10));
    }

    @Test
    void ofImagesWithClassesByName() throws IOException {
        idx("train", 0, 1, 2, 2, 2);
        idx("t10k", 1, 1, 0);
        try (Splits splits = open(new SourceConfig.Idx(folder.toString()))) {
            Dataset fewerClasses = splits.test().orElseThrow();
            assertThat(TargetScan.counts(fewerClasses)).containsExactly(1, 2, 0);
            assertThat(TargetScan.counts(splits.train()))
                    .containsExactly(counts(splits.train(), 3));
        }
    }

    @Test
    void ofCifar() throws IOException {
        byte[] records = new byte[2 * 3073];
        records[0] = 7;
        records[3073] = 9;
        for (int file = 1; file <= 5; file++) {
            Files.write(folder.resolve("data_batch_%d.bin".formatted(file)), records);
        }
        Files.write(folder.resolve("test_batch.bin"), records);
        try (Splits splits = open(new SourceConfig.CifarBinary(folder.toString(), 10))) {
            assertThat(TargetScan.counts(splits.test().orElseThrow()))
                    .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 1);
        }
    }

    @Test
    void ofNumbersInTheirOrder() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "x,y\n1,5\n2,3.5\n3,-1\n4,0\n");
        try (Splits splits =
                open(
                        new SourceConfig.Csv(
                                table.toString(), "y", SourceConfig.Task.REGRESSION, false))) {
            float[] expected = new float[splits.train().size()];
            Batch batch = new Batch(splits.train().spec(), 1);
            for (int index = 0; index < expected.length; index++) {
                splits.train().read(index, batch, 0);
                expected[index] = batch.values()[0];
            }
            assertThat(TargetScan.values(splits.train())).containsExactly(expected);
        }
    }

    @Test
    void ofTokensAtEveryPosition() throws IOException {
        Path text = Files.writeString(folder.resolve("t.txt"), "abab".repeat(10));
        try (Splits splits =
                open(
                        new SourceConfig.Text(
                                text.toString(), SourceConfig.TextVocabulary.CHARACTER, 4))) {
            assertThat(TargetScan.counts(splits.validation())).containsExactly(2, 2);
        }
    }

    private Splits open(SourceConfig source) {
        return Sources.open(
                new DatasetConfig(
                        source,
                        Optional.empty(),
                        0.2,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        false,
                        0,
                        List.of()),
                new DataRoot(folder, folder.resolve("cache")),
                note -> {});
    }

    private void idx(String name, int... labels) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + labels.length);
        images.putInt(0x0803).putInt(labels.length).putInt(1).putInt(1);
        ByteBuffer classes = ByteBuffer.allocate(8 + labels.length);
        classes.putInt(0x0801).putInt(labels.length);
        for (int i = 0; i < labels.length; i++) {
            images.put((byte) (10 * i));
            classes.put((byte) labels[i]);
        }
        Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(name + "-labels-idx1-ubyte"), classes.array());
    }

    private static long[] counts(Dataset examples, int classes) {
        long[] counts = new long[classes];
        Batch batch = new Batch(examples.spec(), 1);
        for (int index = 0; index < examples.size(); index++) {
            examples.read(index, batch, 0);
            counts[batch.labels()[0]]++;
        }
        return counts;
    }
}
