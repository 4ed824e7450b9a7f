package etude.datasets.source;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.split.Splits;
import etude.datasets.split.TargetScan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir private Path folder;

    private final List<String> notes = new ArrayList<>();

    @Test
    void idxFolderWithBothPairsHasAnOfficialTestSplit() throws IOException {
        writeIdx("train-images-idx3-ubyte", 0, 20);
        writeIdx("t10k-images-idx3-ubyte", 20, 5);

        try (Splits splits = open(new SourceConfig.Idx(folder.toString()))) {
            assertThat(splits.train().size()).isEqualTo(16);
            assertThat(splits.validation().size()).isEqualTo(4);
            assertThat(splits.test().map(Dataset::size)).hasValue(5);
            assertThat(splits.warnings()).isEmpty();
            assertThat(splits.statistics().mean()).hasSize(1);
        }
    }

    @Test
    void testImagesAloneAreTheWholeDataSet() throws IOException {
        writeIdx("t10k-images.idx3-ubyte", 0, 10);

        try (Splits splits = open(new SourceConfig.Idx(folder.toString()))) {
            assertThat(splits.train().size() + splits.validation().size()).isEqualTo(10);
            assertThat(splits.test()).isEmpty();
            assertThat(notes).singleElement().asString().contains("only the test images");
        }
    }

    @Test
    void oneOfSeveralIdxSeriesIsChosenByItsTrainingImages() throws IOException {
        writeIdx("emnist-letters-train-images-idx3-ubyte", 0, 10);
        writeIdx("emnist-letters-test-images-idx3-ubyte", 10, 3);
        writeIdx("emnist-digits-train-images-idx3-ubyte", 20, 10);

        assertThatThrownBy(() -> open(new SourceConfig.Idx(folder.toString())))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("emnist-digits-, emnist-letters-");
        Path letters = folder.resolve("emnist-letters-train-images-idx3-ubyte");
        try (Splits splits = open(new SourceConfig.Idx(letters.toString()))) {
            assertThat(splits.test().map(Dataset::size)).hasValue(3);
        }
    }

    /** An unpacked zip of MNIST has such folders beside the files. */
    @Test
    void folderNamedLikeAnIdxFileDoesNotHideTheFile() throws IOException {
        writeIdx("train-images.idx3-ubyte", 0, 20);
        Files.createDirectory(folder.resolve("train-images-idx3-ubyte"));
        Files.createDirectory(folder.resolve("train-labels-idx1-ubyte"));
        Files.write(folder.resolve("._train-images.idx3-ubyte"), new byte[] {1});

        try (Splits splits = open(new SourceConfig.Idx(folder.toString()))) {
            assertThat(splits.train().size() + splits.validation().size()).isEqualTo(20);
        }
    }

    @Test
    void examplesThatStandInTwoSplitsGiveAWarningWithCounts() throws IOException {
        writeIdx("train-images-idx3-ubyte", 0, 20);
        writeIdx("t10k-images-idx3-ubyte", 0, 20);

        try (Splits splits = open(new SourceConfig.Idx(folder.toString()))) {
            assertThat(splits.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("16 of 20 test examples also stand in the training set");
            assertThat(splits.overlapping()).hasValue(0);
        }
    }

    @Test
    void validationExamplesThatTrainTooAreCounted() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "x,y\n1,a\n2,b\n3,a\n");
        Files.writeString(folder.resolve("b.csv"), "x,y\n2,b\n4,a\n3,b\n");
        DatasetConfig config =
                new DatasetConfig(
                        new SourceConfig.Csv(
                                folder.resolve("a.csv").toString(),
                                "y",
                                SourceConfig.Task.CLASSIFICATION,
                                false),
                        Optional.empty(),
                        0.1,
                        Optional.of(folder.resolve("b.csv").toString()),
                        0,
                        Optional.empty(),
                        false,
                        0,
                        List.of());

        try (Splits splits = Sources.open(config, root(), notes::add)) {
            assertThat(splits.overlapping()).hasValue(2);
            assertThat(TargetScan.counts(splits.validation())).containsExactly(1, 2);
        }
        try (Splits splits = Sources.reopen(config, root())) {
            assertThat(splits.overlapping()).as("nobody looked").isEmpty();
        }
    }

    @Test
    void validationAndTestPathsReplaceTheSplits() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "x,y\n1,a\n2,b\n3,a\n");
        Files.writeString(folder.resolve("b.csv"), "x,y\n4,a\n5,b\n");
        Files.writeString(folder.resolve("c.csv"), "x,y\n6,b\n");
        SourceConfig csv =
                new SourceConfig.Csv(
                        folder.resolve("a.csv").toString(),
                        "y",
                        SourceConfig.Task.CLASSIFICATION,
                        false);
        DatasetConfig config =
                new DatasetConfig(
                        csv,
                        Optional.empty(),
                        0.1,
                        Optional.of(folder.resolve("b.csv").toString()),
                        0,
                        Optional.of(folder.resolve("c.csv").toString()),
                        false,
                        0,
                        List.of());

        try (Splits splits = Sources.open(config, root(), notes::add)) {
            assertThat(splits.train().size()).isEqualTo(3);
            assertThat(splits.validation().size()).isEqualTo(2);
            assertThat(splits.test().map(Dataset::size)).hasValue(1);
            // The numbers of a batch are less their column's mean.
            assertThat(splits.columns().get(0).origin()).isEqualTo(2);
            assertThat(splits.statistics().mean()).containsExactly(0f);
        }
    }

    @Test
    void textIsDividedContiguouslyAndTheLastShareValidates() throws IOException {
        Path text = folder.resolve("text.txt");
        Files.writeString(text, "abcdefghij".repeat(10));

        try (Splits splits =
                open(
                        new SourceConfig.Text(
                                text.toString(), SourceConfig.TextVocabulary.CHARACTER, 4))) {
            // 80 tokens train: windows of 4 and the next begin at 0 to 75; 20 validate, every 4.
            assertThat(splits.train().size()).isEqualTo(76);
            assertThat(splits.validation().size()).isEqualTo(4);
            Batch batch = new Batch(splits.validation().spec(), 1);
            splits.validation().read(0, batch, 0);
            assertThat(batch.tokens()).containsExactly(0, 1, 2, 3);
            assertThat(splits.statistics().mean()).isEmpty();
        }
    }

    @Test
    void cifarArchiveFolderIsFoundWithItsTestBatch() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
        Files.write(inside.resolve("data_batch_1.bin"), records(6, 3073, 1));
        Files.write(inside.resolve("data_batch_2.bin"), records(4, 3073, 2));
        Files.write(inside.resolve("test_batch.bin"), records(2, 3073, 3));

        try (Splits splits = open(new SourceConfig.CifarBinary(folder.toString(), 10))) {
            assertThat(splits.train().size()).isEqualTo(8);
            assertThat(splits.test().map(Dataset::size)).hasValue(2);
            assertThat(splits.train().spec().features()).isEqualTo(new Features.Image(32, 32, 3));
        }
    }

    @Test
    void generatedTestExamplesFollowTheTrainingOnes() {
        try (Splits splits = open(new SourceConfig.Generated(12, 0.3), Optional.of(50), 0, false)) {
            assertThat(splits.train().size()).isEqualTo(40);
            Dataset test = splits.test().orElseThrow();
            assertThat(test.size()).isEqualTo(10);
            assertThat(test.name(0)).isEqualTo("generated digit 50");
        }
    }

    @Test
    void testExamplesAreHeldOutAndNeitherTrainNorValidate() throws IOException {
        Path table = table(100);
        try (Splits plain = open(csv(table));
                Splits splits = open(csv(table), Optional.empty(), 0.25, false)) {
            Dataset test = splits.test().orElseThrow();
            assertThat(plain.test()).isEmpty();
            assertThat(test.size()).isEqualTo(25);
            assertThat(splits.validation().size()).as("a fifth of all").isEqualTo(20);
            assertThat(splits.train().size()).isEqualTo(55);
            assertThat(names(splits.train(), splits.validation(), test)).hasSize(100);
        }
    }

    @Test
    void testSetOfItsOwnIsTakenInsteadAndSaid() throws IOException {
        writeIdx("train-images-idx3-ubyte", 0, 20);
        writeIdx("t10k-images-idx3-ubyte", 20, 5);
        try (Splits splits =
                open(new SourceConfig.Idx(folder.toString()), Optional.empty(), 0.25, false)) {
            assertThat(splits.train().size()).isEqualTo(16);
            assertThat(splits.test().map(Dataset::size)).hasValue(5);
            assertThat(splits.warnings())
                    .containsExactly(
                            "dataset.test_fraction: the data set has a test set of its own (5 examples), so nothing is held out for testing");
        }
    }

    @Test
    void fewerExamplesAreAmongMoreAndAllThreePartsShareThem() throws IOException {
        Path table = table(100);
        try (Splits few = open(csv(table), Optional.of(20), 0.25, false);
                Splits more = open(csv(table), Optional.of(40), 0.25, false)) {
            Set<String> small = names(few.train(), few.validation(), few.test().orElseThrow());
            assertThat(small).hasSize(20);
            assertThat(names(more.train(), more.validation(), more.test().orElseThrow()))
                    .hasSize(40)
                    .containsAll(small);
        }
        assertThatThrownBy(() -> open(csv(table), Optional.of(101), 0, false))
                .hasMessage(
                        "dataset.examples: expected at most 100, for there are no more (first example: %s:2), found 101"
                                .formatted(table));
    }

    @Test
    void validationExamplesThatAreFoldedInTrainTooAndAreCounted() throws IOException {
        Path table = table(100);
        try (Splits splits = open(csv(table), Optional.empty(), 0.25, true)) {
            assertThat(splits.train().size()).isEqualTo(75);
            assertThat(names(splits.train(), splits.validation())).hasSize(75);
            assertThat(splits.overlapping()).hasValue(20);
        }
        try (Splits splits = open(new SourceConfig.Generated(12, 0.3), Optional.of(50), 0, true)) {
            assertThat(splits.train().size()).isEqualTo(50);
            assertThat(splits.overlapping()).hasValue(10);
        }
    }

    @Test
    void lastShareOfATextTests() throws IOException {
        Path text = folder.resolve("text.txt");
        Files.writeString(text, "abcdefghij".repeat(10));
        SourceConfig windows =
                new SourceConfig.Text(text.toString(), SourceConfig.TextVocabulary.CHARACTER, 4);
        try (Splits splits = open(windows, Optional.empty(), 0.3, false)) {
            // 50 tokens train, 20 validate, 30 test.
            assertThat(splits.train().size()).isEqualTo(46);
            assertThat(splits.validation().name(0)).endsWith("tokens from 50");
            assertThat(splits.test().orElseThrow().name(0)).endsWith("tokens from 70");
            assertThat(splits.test().map(Dataset::size)).hasValue(7);
        }
        try (Splits splits = open(windows, Optional.of(10), 0, true)) {
            // 41 tokens in 10 windows and what the last predicts, of which 8 validate as well.
            assertThat(splits.train().size()).isEqualTo(37);
            assertThat(splits.validation().name(0)).endsWith("tokens from 33");
            assertThat(splits.overlapping()).hasValue(1);
        }
        assertThatThrownBy(() -> open(windows, Optional.of(25), 0, false))
                .hasMessageStartingWith("dataset.examples: expected at most 24, as ")
                .hasMessageEndingWith("has 100 tokens, 4 in a window, found 25");
    }

    @Test
    void catalogueDataSetThatIsNotFetchedSaysHowToFetchIt() {
        assertThatThrownBy(() -> open(new SourceConfig.Catalogue("kmnist")))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(folder.resolve("kmnist").toString())
                .hasMessageContaining("etude data fetch kmnist");
    }

    @Test
    void splitsOfDifferentShapeAreRefused() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        writeIdx("train-images-idx3-ubyte", 0, 20);
        writeIdx(other.resolve("train-images-idx3-ubyte"), 0, 3, 5);
        DatasetConfig config =
                new DatasetConfig(
                        new SourceConfig.Idx(folder.toString()),
                        Optional.empty(),
                        0.1,
                        Optional.of(other.toString()),
                        0,
                        Optional.empty(),
                        false,
                        0,
                        List.of());

        assertThatThrownBy(() -> Sources.open(config, root(), notes::add))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("validation set does not fit")
                .hasMessageContaining("images of 4 x 4 pixels, 1 channel, found images of 5 x 5");
    }

    @Test
    void oneClassIsRefused() throws IOException {
        writeIdx("train-images-idx3-ubyte", 0, 20);
        ByteBuffer labels = ByteBuffer.allocate(8 + 20).putInt(0x801).putInt(20);
        Arrays.fill(labels.array(), 8, 28, (byte) 1);
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels.array());
        assertThatThrownBy(() -> open(new SourceConfig.Idx(folder.toString())))
                .hasMessageStartingWith(
                        "expected examples of at least two classes, found only '1'");
    }

    /** EMNIST's letters are numbered from 1 to 26. */
    @Test
    void classThatNeverOccursIsPointedOut() throws IOException {
        writeIdx("train-images-idx3-ubyte", 0, 52);
        ByteBuffer labels = ByteBuffer.allocate(8 + 52).putInt(0x801).putInt(52);
        for (int i = 0; i < 52; i++) {
            labels.put((byte) (1 + i % 26));
        }
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels.array());
        try (Splits splits = open(new SourceConfig.Idx(folder.toString()))) {
            assertThat(splits.warnings())
                    .first(as(InstanceOfAssertFactories.STRING))
                    .startsWith("1 of 27 classes never occurs: '0'; where classes have no names");
        }
    }

    @Test
    void classWithoutATrainingExampleIsPointedOut() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "x,y\n1,a\n2,b\n3,a\n4,c\n5,a\n6,a\n");
        SourceConfig csv =
                new SourceConfig.Csv(
                        folder.resolve("a.csv").toString(),
                        "y",
                        SourceConfig.Task.CLASSIFICATION,
                        false);
        DatasetConfig config =
                new DatasetConfig(
                        csv,
                        Optional.empty(),
                        0.5,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        false,
                        1,
                        List.of());
        try (Splits splits = Sources.open(config, root(), notes::add)) {
            assertThat(splits.warnings())
                    .anyMatch(warning -> warning.contains("no training example: "));
        }
    }

    @Test
    void summaryCountsTheClassesOfEverySplit() throws IOException {
        writeIdx("train-images-idx3-ubyte", 0, 20);
        writeIdx("t10k-images-idx3-ubyte", 20, 5);

        try (Splits splits = open(new SourceConfig.Idx(folder.toString()))) {
            DatasetSummary summary = DatasetSummary.of(splits);

            assertThat(summary.parts())
                    .extracting(DatasetSummary.Part::name)
                    .containsExactly("train", "validation", "test");
            assertThat(summary.parts().get(2).classCounts()).containsExactly(2, 2, 1);
            assertThat(summary.statistics()).isEqualTo(splits.statistics());
        }
    }

    private Splits open(SourceConfig source) {
        return open(source, Optional.empty(), 0, false);
    }

    private Splits open(
            SourceConfig source, Optional<Integer> examples, double testFraction, boolean fold) {
        DatasetConfig config =
                new DatasetConfig(
                        source,
                        examples,
                        0.2,
                        Optional.empty(),
                        testFraction,
                        Optional.empty(),
                        fold,
                        0,
                        List.of());
        return Sources.open(config, root(), notes::add);
    }

    private static SourceConfig csv(Path table) {
        return new SourceConfig.Csv(table.toString(), "y", SourceConfig.Task.CLASSIFICATION, false);
    }

    private Path table(int rows) throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int row = 0; row < rows; row++) {
            text.append(row * row).append(row % 2 == 0 ? ",a\n" : ",b\n");
        }
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    private static Set<String> names(Dataset... parts) {
        Set<String> names = new HashSet<>();
        for (Dataset part : parts) {
            for (int index = 0; index < part.size(); index++) {
                names.add(part.name(index));
            }
        }
        return names;
    }

    private DataRoot root() {
        return new DataRoot(folder, folder.resolve("cache"));
    }

    private void writeIdx(String images, int first, int count) throws IOException {
        writeIdx(folder.resolve(images), first, count, 4);
    }

    /** Images number {@code first} on: every image has bytes of its own; labels are 0, 1, 2. */
    private static void writeIdx(Path images, int first, int count, int edge) throws IOException {
        ByteBuffer pixels = ByteBuffer.allocate(16 + count * edge * edge);
        pixels.putInt(0x803).putInt(count).putInt(edge).putInt(edge);
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        labels.putInt(0x801).putInt(count);
        for (int index = 0; index < count; index++) {
            pixels.put(new byte[edge * edge - 1]).put((byte) (first + index));
            labels.put((byte) (index % 3));
        }
        Files.write(images, pixels.array());
        String name = images.getFileName().toString();
        Files.write(
                images.resolveSibling(name.replace("images", "labels").replace("idx3", "idx1")),
                labels.array());
    }

    private static byte[] records(int count, int length, int salt) {
        byte[] bytes = new byte[count * length];
        for (int record = 0; record < count; record++) {
            bytes[record * length] = (byte) (record % 10);
            bytes[record * length + 1] = (byte) (salt * 16 + record);
        }
        return bytes;
    }
}
