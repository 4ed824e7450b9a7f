package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Features;
import etude.datasets.Target;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class ImageFolderDatasetTest extends ImageFolders {
    @Test
    void classesAndFilesAreReadInAscendingOrderOfTheirNames() throws IOException {
        image("data/dog/2.png", 2, 3, 0x010203, RGB);
        image("data/dog/1.png", 2, 3, 0x040506, RGB);
        image("data/cat/9.png", 2, 3, 0x070809, RGB);
        Files.writeString(folder().resolve("data/README.txt"), "about");
        Files.writeString(folder().resolve("data/cat/.DS_Store"), "x");
        try (ImageFolderDataset dataset = open(plain("data"))) {
            assertThat(dataset.spec().features()).isEqualTo(new Features.Image(2, 3, 3));
            assertThat(dataset.spec().target())
                    .isEqualTo(new Target.Classes(List.of("cat", "dog")));
            Batch batch = new Batch(dataset.spec(), 3);
            for (int i = 0; i < 3; i++) {
                dataset.read(i, batch, i);
            }
            assertThat(batch.labels()).containsExactly(0, 1, 1);
            assertThat(Arrays.copyOf(batch.images(), 4)).containsExactly(7, 8, 9, 7);
            assertThat(Arrays.copyOfRange(batch.images(), 36, 39)).containsExactly(1, 2, 3);
            assertThat(dataset.name(1)).isEqualTo(folder().resolve("data/dog/1.png").toString());
        }
    }

    @Test
    void archiveHoldsTheSameExamplesAsTheFolder() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("./test/dog/1.png", png(1, 1, 0x050505, RGB));
        members.put("./train/dog/1.png", png(1, 1, 0x020202, RGB));
        members.put("./train/cat/2.png", png(1, 1, 0x010101, RGB));
        members.put("./train/cat/1.png", png(1, 1, 0x000000, RGB));
        Path tar = TarFiles.write(folder().resolve("images.tar.gz"), members);
        try (ImageFolderDataset dataset = open(split(tar, "train"))) {
            Batch batch = new Batch(dataset.spec(), 3);
            for (int i = 0; i < 3; i++) {
                dataset.read(i, batch, i);
            }
            assertThat(batch.images()).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2);
            assertThat(batch.labels()).containsExactly(0, 0, 1);
        }
        for (int i = 0; i < 2; i++) {
            assertThat(
                            ImageFolderDataset.splits(
                                    tar,
                                    List.of("train", "validation", "test"),
                                    folder().resolve("cache")))
                    .containsExactly("train", "test");
        }
    }

    /** As {@code tar czf x.tgz -C folder .} and Python's make_archive write it. */
    @Test
    void archiveMayBeginWithItsRootFolderAndHaveLinks() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("./cat/1.png", png(1, 1, 0x010101, RGB));
        members.put("./dog/1.png", png(1, 1, 0x020202, RGB));
        members.put("./cat/Thumbs.db", new byte[] {1});
        List<TarFiles.Special> specials =
                List.of(
                        new TarFiles.Special("./", TarConstants.LF_DIR, ""),
                        new TarFiles.Special("./cat/", TarConstants.LF_DIR, ""),
                        new TarFiles.Special("./readme", TarConstants.LF_SYMLINK, "../x"),
                        new TarFiles.Special("./dog/3.png", TarConstants.LF_SYMLINK, "2.png"),
                        new TarFiles.Special(
                                "./dog/4.png", TarConstants.LF_SYMLINK, "../cat/1.png"),
                        new TarFiles.Special("./dog/2.png", TarConstants.LF_LINK, "./dog/1.png"));
        Path tar = TarFiles.write(folder().resolve("images.tgz"), members, specials);
        try (ImageFolderDataset dataset = open(plain("images.tgz"))) {
            Batch batch = new Batch(dataset.spec(), dataset.size());
            for (int i = 0; i < dataset.size(); i++) {
                dataset.read(i, batch, i);
            }
            assertThat(batch.images()).containsExactly(1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1);
            assertThat(batch.labels()).containsExactly(0, 1, 1, 1, 1);
            assertThat(dataset.name(4)).isEqualTo(tar.resolve("dog/4.png").toString());
        }
    }

    /** As {@code tar czf pets.tgz pets} packs them. */
    @Test
    void oneFolderOnTopOfTheClassesIsNamed() throws IOException {
        image("data/pets/cat/1.png", 1, 1, 0, RGB);
        image("data/pets/dog/1.png", 1, 1, 0, RGB);
        assertThatThrownBy(() -> open(plain("data")))
                .hasMessageEndingWith(
                        "expected one folder per class on top, found one folder, pets, with folders in it; if those are the classes, name that folder, or pack what is in it");
    }

    @Test
    void whatFileManagersLeaveBehindIsPassedOver() throws IOException {
        image("data/cat/1.png", 1, 1, 0, RGB);
        image("data/__MACOSX/1.png", 1, 1, 0, RGB);
        image("data/.ipynb_checkpoints/1.png", 1, 1, 0, RGB);
        for (String name : List.of("Thumbs.db", "desktop.ini", ".DS_Store", "._1.png")) {
            Files.writeString(folder().resolve("data/cat").resolve(name), "x");
        }
        try (ImageFolderDataset dataset = open(plain("data"))) {
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(dataset.spec().target()).isEqualTo(new Target.Classes(List.of("cat")));
        }
    }

    @Test
    void imagesAreReopenedOnlyWhereTheyWereDecoded() throws IOException {
        image("data/dog/1.png", 2, 3, 0x010203, RGB);
        image("data/cat/1.png", 2, 3, 0x040506, RGB);
        Path cache = folder().resolve("cache");
        assertThat(ImageFolderDataset.reopen(plain("data"), cache)).isEmpty();
        assertThat(cache).doesNotExist();
        open(plain("data")).close();
        Dataset again = ImageFolderDataset.reopen(plain("data"), cache).orElseThrow();
        Batch batch = new Batch(again.spec(), 1);
        again.read(0, batch, 0);
        assertThat(batch.images()).startsWith(4, 5, 6);
        image("data/cat/2.png", 2, 3, 0x070809, RGB);
        assertThat(ImageFolderDataset.reopen(plain("data"), cache)).isEmpty();
    }

    @Test
    void greyIsKeptAsItIsStored() throws IOException {
        image("data/a/1.png", 1, 1, 0, BufferedImage.TYPE_BYTE_GRAY);
        try (ImageFolderDataset dataset = open(plain("data"))) {
            Batch batch = new Batch(dataset.spec(), 1);
            dataset.read(0, batch, 0);
            assertThat(batch.images()).containsExactly(100, 100, 100);
        }
    }

    @Test
    void secondOpenDoesNotDecode() throws IOException {
        Path file = image("data/a/1.png", 1, 1, 0x0a0b0c, RGB);
        open(plain("data")).close();
        var modified = Files.getLastModifiedTime(file);
        Files.write(file, new byte[(int) Files.size(file)]);
        Files.setLastModifiedTime(file, modified);
        try (ImageFolderDataset dataset = open(plain("data"))) {
            Batch batch = new Batch(dataset.spec(), 1);
            dataset.read(0, batch, 0);
            assertThat(batch.images()).containsExactly(10, 11, 12);
        }
        assertThat(notes()).hasSize(1);
    }

    @Test
    void cifarJpegArchiveIsReadWhole() {
        Path tar = OutsideData.require("cifar10-jpeg.tar.gz");
        try (ImageFolderDataset dataset = open(split(tar, "test"))) {
            assertThat(dataset.spec().features()).isEqualTo(new Features.Image(32, 32, 3));
            assertThat(((Target.Classes) dataset.spec().target()).names())
                    .hasSize(10)
                    .startsWith("airplane");
            Batch batch = new Batch(dataset.spec(), dataset.size());
            for (int i = 0; i < dataset.size(); i++) {
                dataset.read(i, batch, i);
            }
            assertThat(Arrays.stream(batch.labels()).distinct()).hasSize(10);
        }
    }
}
