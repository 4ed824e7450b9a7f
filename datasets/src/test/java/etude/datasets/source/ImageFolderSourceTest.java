package etude.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.split.Splits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of images with the splits that stand in them. */
class ImageFolderSourceTest {
    @TempDir private Path folder;

    private final List<String> notes = new ArrayList<>();
    private int color;

    @Test
    void foldersBesideTrainValidateAndTestAndAreNamed() throws IOException {
        for (String validation : List.of("valid", "val", "validation")) {
            Path data = Files.createDirectories(folder.resolve("images-" + validation));
            writeImages(data.resolve("train"), "cat", "dog", "fox");
            writeImages(data.resolve(validation), "cat", "fox");
            writeImages(data.resolve("test"), "dog");
            notes.clear();
            try (Splits splits = open(images(data))) {
                assertThat(splits.train().size()).isEqualTo(6);
                assertThat(splits.validation().size()).isEqualTo(4);
                assertThat(splits.test().map(Dataset::size)).hasValue(2);
                assertThat(notes)
                        .contains(
                                "%s has a folder %s: its 4 images validate, and none is held out of train."
                                        .formatted(data, validation),
                                "%s has a folder test: its 2 images are the test set."
                                        .formatted(data));
                // The classes are those of the training set, whichever the other sets have.
                Batch batch = new Batch(splits.train().spec(), 1);
                splits.validation().read(3, batch, 0);
                assertThat(batch.labels()).containsExactly(2);
                splits.test().orElseThrow().read(0, batch, 0);
                assertThat(batch.labels()).containsExactly(1);
            }
        }
    }

    @Test
    void secondValidationFolderIsSaidToBeUnused() throws IOException {
        for (String split : List.of("train", "val", "validation")) {
            writeImages(folder.resolve(split), "cat", "dog");
        }
        try (Splits splits = open(images(folder))) {
            assertThat(splits.validation().name(0)).contains("/validation/cat/");
            assertThat(notes).anyMatch(note -> note.endsWith("; not used: val."));
        }
    }

    @Test
    void validationPathComesBeforeTheFolderBesideTrain() throws IOException {
        for (String split : List.of("train", "val", "other")) {
            writeImages(folder.resolve(split), "cat", "dog");
        }
        DatasetConfig config =
                new DatasetConfig(
                        images(folder),
                        Optional.empty(),
                        0.1,
                        Optional.of(folder.resolve("other").toString()),
                        0,
                        Optional.empty(),
                        false,
                        0,
                        List.of());
        try (Splits splits = Sources.open(config, root(), notes::add)) {
            assertThat(splits.validation().name(0)).contains("/other/cat/");
        }
    }

    @Test
    void classThatOnlyTheTestSetHasIsNamed() throws IOException {
        writeImages(folder.resolve("train"), "cat", "dog");
        writeImages(folder.resolve("test"), "cat", "eel");
        assertThatThrownBy(() -> open(images(folder)))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(
                        "the test set does not fit the training set: expected none but the training set's classes ('cat', 'dog'), found 'eel' (first example: ");
    }

    @Test
    void oneClassIsRefused() throws IOException {
        writeImages(folder, "cat");
        assertThatThrownBy(() -> open(images(folder)))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith(
                        "expected examples of at least two classes, found only 'cat'");
    }

    @Test
    void imagesOfOneGroupStandInOneSplitAndEachHasOne() throws IOException {
        writeImages(folder.resolve("all"), "cat", "dog");
        for (String name : List.of("cat", "dog")) {
            Path of = folder.resolve("all").resolve(name);
            for (int patient = 0; patient < 10; patient++) {
                for (int i = 0; i < 2; i++) {
                    Files.copy(
                            of.resolve(i + ".png"),
                            of.resolve("patient%s-%s.png".formatted(patient, i)));
                }
            }
            Files.delete(of.resolve("0.png"));
            Files.delete(of.resolve("1.png"));
        }
        try (Splits splits = Sources.open(grouped("patient([0-9])-"), root(), notes::add)) {
            Set<String> trained = patients(splits.train());
            Set<String> held = patients(splits.validation());
            assertThat(held).hasSize(2);
            assertThat(trained).hasSize(8).doesNotContainAnyElementsOf(held);
        }
        assertThatThrownBy(() -> Sources.open(grouped("nurse([0-9])-"), root(), notes::add))
                .hasMessageStartingWith(
                        "dataset.group: expected nurse([0-9])- in the path of every image, found none in");
        assertThatThrownBy(() -> grouped("patient")).hasMessageContaining("a part in parentheses");
    }

    private DatasetConfig grouped(String group) {
        return new DatasetConfig(
                images(folder.resolve("all")),
                Optional.empty(),
                0.2,
                Optional.empty(),
                0,
                Optional.empty(),
                false,
                0,
                false,
                Optional.of(group),
                List.of());
    }

    private static Set<String> patients(Dataset images) {
        Set<String> patients = new HashSet<>();
        for (int index = 0; index < images.size(); index++) {
            patients.add(images.name(index).replaceAll(".*patient([0-9]).*", "$1"));
        }
        return patients;
    }

    private Splits open(SourceConfig source) {
        DatasetConfig config =
                new DatasetConfig(
                        source,
                        Optional.empty(),
                        0.2,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        false,
                        0,
                        List.of());
        return Sources.open(config, root(), notes::add);
    }

    private static SourceConfig images(Path path) {
        return images(path, SourceConfig.Decode.AHEAD);
    }

    private static SourceConfig images(Path path, SourceConfig.Decode decode) {
        return new SourceConfig.ImageFolder(
                path.toString(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                SourceConfig.OnError.FAIL,
                0.01,
                decode,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void whenImagesAreDecodedChangesNeitherStatisticsNorWhatStandsInTwoSplits() throws IOException {
        Path data = Files.createDirectories(folder.resolve("images"));
        writeImages(data.resolve("train"), "cat", "dog");
        writeImages(data.resolve("valid"), "cat", "dog");
        Files.copy(data.resolve("train/dog/1.png"), data.resolve("valid/dog/copy.png"));
        try (Splits ahead = open(images(data));
                Splits training = open(images(data, SourceConfig.Decode.TRAINING))) {
            assertThat(training.statistics()).isEqualTo(ahead.statistics());
            assertThat(training.overlapping()).isEqualTo(ahead.overlapping()).hasValue(1);
            assertThat(training.warnings()).isEqualTo(ahead.warnings()).isNotEmpty();
        }
    }

    /** Two images of each class, no two alike. */
    private void writeImages(Path split, String... classes) throws IOException {
        for (String name : classes) {
            Path target = Files.createDirectories(split.resolve(name));
            for (int i = 0; i < 2; i++) {
                BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
                image.setRGB(0, 0, ++color);
                ImageIO.write(image, "png", target.resolve(i + ".png").toFile());
            }
        }
    }

    private DataRoot root() {
        return new DataRoot(folder, folder.resolve("cache"));
    }
}
