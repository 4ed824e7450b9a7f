package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.Target;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderDatasetTest {
    private static final int RGB = BufferedImage.TYPE_INT_RGB;

    @TempDir private Path folder;
    private final List<String> notes = new ArrayList<>();

    @Test
    void classesAndFilesAreReadInAscendingOrderOfTheirNames() throws IOException {
        image("data/dog/2.png", 2, 3, 0x010203, RGB);
        image("data/dog/1.png", 2, 3, 0x040506, RGB);
        image("data/cat/9.png", 2, 3, 0x070809, RGB);
        Files.writeString(folder.resolve("data/README.txt"), "about");
        Files.writeString(folder.resolve("data/cat/.DS_Store"), "x");
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
            assertThat(dataset.name(1)).isEqualTo(folder.resolve("data/dog/1.png").toString());
        }
    }

    @Test
    void archiveHoldsTheSameExamplesAsTheFolder() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("./test/dog/1.png", png(1, 1, 0x050505, RGB));
        members.put("./train/dog/1.png", png(1, 1, 0x020202, RGB));
        members.put("./train/cat/2.png", png(1, 1, 0x010101, RGB));
        members.put("./train/cat/1.png", png(1, 1, 0x000000, RGB));
        Path tar = TarFiles.write(folder.resolve("images.tar.gz"), members);
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
                                    folder.resolve("cache")))
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
        Path tar = TarFiles.write(folder.resolve("images.tgz"), members, specials);
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

    @Test
    void linkThatNamesNoFileOfTheArchiveIsNamed() throws IOException {
        Map<String, byte[]> members = Map.of("cat/1.png", png(1, 1, 0x010101, RGB));
        for (byte type : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
            Path tar = folder.resolve(type + ".tgz");
            TarFiles.write(
                    tar, members, List.of(new TarFiles.Special("cat/2.png", type, "cat/3.png")));
            assertThatThrownBy(() -> open(plain(type + ".tgz")))
                    .isInstanceOf(EtudeException.class)
                    .hasMessageStartingWith("Cannot read " + tar + ": cat/2.png is a link to ")
                    .hasMessageEndingWith("make it with tar --dereference.");
        }
    }

    @Test
    void whatFileManagersLeaveBehindIsPassedOver() throws IOException {
        image("data/cat/1.png", 1, 1, 0, RGB);
        image("data/__MACOSX/1.png", 1, 1, 0, RGB);
        image("data/.ipynb_checkpoints/1.png", 1, 1, 0, RGB);
        for (String name : List.of("Thumbs.db", "desktop.ini", ".DS_Store", "._1.png")) {
            Files.writeString(folder.resolve("data/cat").resolve(name), "x");
        }
        try (ImageFolderDataset dataset = open(plain("data"))) {
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(dataset.spec().target()).isEqualTo(new Target.Classes(List.of("cat")));
        }
    }

    @Test
    void badImagesAreNamedTogetherUpToTen() throws IOException {
        image("data/a/0.png", 2, 2, 0, RGB);
        Path wide = image("data/a/1.png", 2, 4, 0, RGB);
        Path text = Files.writeString(folder.resolve("data/a/2.png"), "no image");
        assertThatThrownBy(() -> open(plain("data")))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        """
                        2 files are not as expected:
                          %s: expected 2 x 2 pixels (height x width), or height, width and resize: true, found 2 x 4
                          %s: expected a JPEG or PNG image, found bytes of another kind"""
                                .formatted(wide, text));
        for (int i = 0; i < 200; i++) {
            Files.writeString(folder.resolve("data/a/3%03d.png".formatted(i)), "no image");
        }
        assertThatThrownBy(() -> open(plain("data")))
                .hasMessageContaining("\n  and 53 more\n  and perhaps more: the other images")
                .message()
                .hasLineCount(13);
    }

    @Test
    void filesThatAreNoImagesAreListedUpToTen() throws IOException {
        image("data/a/0.png", 2, 2, 0, RGB);
        for (int i = 0; i < 200; i++) {
            Files.writeString(folder.resolve("data/a/%03d.txt".formatted(i)), "x");
        }
        assertThatThrownBy(() -> open(plain("data")))
                .hasMessageStartingWith("200 files are not as expected:\n")
                .hasMessageContaining("009.txt: expected only JPEG and PNG files")
                .hasMessageEndingWith("\n  and 190 more");
    }

    /** 20,000 x 20,000 black pixels take 3 GB when they are decoded. */
    @Test
    void sizeIsReadBeforeThePixels() throws IOException {
        image("data/a/0.png", 2, 2, 0, RGB);
        Path huge = Files.write(folder.resolve("data/a/1.png"), emptyPng(20_000));
        assertThatThrownBy(() -> open(plain("data")))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith(huge + ": expected 2 x 2 pixels")
                .hasMessageEndingWith("found 20000 x 20000");
        assertThatThrownBy(
                        () ->
                                open(
                                        new ImageFolderRequest(
                                                folder.resolve("data"),
                                                Optional.empty(),
                                                Optional.of(3),
                                                Optional.of(3),
                                                true)))
                .isInstanceOf(CorruptFileException.class)
                .hasMessage(
                        huge
                                + ": expected an image of at most 67108864 pixels, found 20000 x 20000 pixels");
    }

    @Test
    void imagesAreReopenedOnlyWhereTheyWereDecoded() throws IOException {
        image("data/dog/1.png", 2, 3, 0x010203, RGB);
        image("data/cat/1.png", 2, 3, 0x040506, RGB);
        Path cache = folder.resolve("cache");
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
    void undecodableImageIsNamedAndNothingStaysBehind() throws IOException {
        image("data/a/1.png", 2, 2, 0, RGB);
        Path bad = Files.writeString(folder.resolve("data/a/2.png"), "no image");
        assertThatThrownBy(() -> open(plain("data")))
                .isInstanceOf(CorruptFileException.class)
                .hasMessage(bad + ": expected a JPEG or PNG image, found bytes of another kind");
        try (var files = Files.list(folder.resolve("cache"))) {
            assertThat(files).allMatch(file -> file.toString().endsWith(".lock"));
        }
    }

    @Test
    void truncatedImagesAreRefused() throws IOException {
        for (String format : List.of("jpg", "png")) {
            Path file = noise(folder.resolve("data/a/1." + format), format);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));
            assertThatThrownBy(() -> open(plain("data")))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageStartingWith(
                            file + ": expected a JPEG or PNG image, found a damaged");
            Files.delete(file);
        }
    }

    @Test
    void anotherSizeIsRefusedUnlessResized() throws IOException {
        image("data/a/1.png", 2, 2, 0x0a0a0a, RGB);
        Path wide = image("data/a/2.png", 2, 4, 0x0a0a0a, RGB);
        assertThatThrownBy(() -> open(plain("data")))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith(wide + ": expected 2 x 2 pixels")
                .hasMessageEndingWith("found 2 x 4");
        Path root = folder.resolve("data");
        try (ImageFolderDataset dataset =
                open(
                        new ImageFolderRequest(
                                root, Optional.empty(), Optional.of(3), Optional.of(3), true))) {
            Batch batch = new Batch(dataset.spec(), 1);
            dataset.read(1, batch, 0);
            assertThat(batch.images()).hasSize(27).containsOnly(10);
        }
        assertThatThrownBy(
                        () ->
                                open(
                                        new ImageFolderRequest(
                                                root,
                                                Optional.empty(),
                                                Optional.of(3),
                                                Optional.empty(),
                                                true)))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("both height and width");
    }

    @Test
    void emptyClassAnotherFileAndNestedFolderAreRefused() throws IOException {
        image("data/a/1.png", 1, 1, 0, RGB);
        Path empty = Files.createDirectory(folder.resolve("data/b"));
        refuses(empty + ": expected at least one JPEG or PNG file, found no image");
        Path text = Files.writeString(folder.resolve("data/b/notes.txt"), "x");
        refuses(text + ": expected only JPEG and PNG files");
        Files.delete(text);
        Path nested = Files.createDirectory(folder.resolve("data/b/c"));
        refuses(nested + ": expected only JPEG and PNG files");
        assertThatThrownBy(() -> open(split(folder.resolve("data"), "train")))
                .hasMessageContaining("there is no such file");
        Files.createDirectory(folder.resolve("bare"));
        assertThatThrownBy(() -> open(plain("bare")))
                .hasMessageContaining("expected one folder per class, found no folder");
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
        assertThat(notes).hasSize(1);
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

    private void refuses(String message) {
        assertThatThrownBy(() -> open(plain("data")))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith(message);
    }

    private ImageFolderDataset open(ImageFolderRequest request) {
        return ImageFolderDataset.open(request, folder.resolve("cache"), notes::add);
    }

    private ImageFolderRequest plain(String name) {
        return new ImageFolderRequest(
                folder.resolve(name), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private static ImageFolderRequest split(Path root, String split) {
        return new ImageFolderRequest(
                root, Optional.of(split), Optional.empty(), Optional.empty(), false);
    }

    private Path image(String name, int height, int width, int color, int type) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, png(height, width, color, type));
    }

    private static byte[] png(int height, int width, int color, int type) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (type == RGB) {
                    image.setRGB(x, y, color);
                } else {
                    image.getRaster().setSample(x, y, 0, 100);
                }
            }
        }
        return encode(image, "png");
    }

    private static Path noise(Path file, String format) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, i * 0x9E3779B1);
        }
        Files.createDirectories(file.getParent());
        return Files.write(file, encode(image, format));
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            assertThat(ImageIO.write(image, format, out)).isTrue();
        }
        return bytes.toByteArray();
    }

    /** A PNG file of a header that names this edge, and no pixels. */
    private static byte[] emptyPng(int edge) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(0x89504E470D0A1A0AL);
        ByteBuffer header = ByteBuffer.allocate(17);
        header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(edge).putInt(edge);
        header.put(new byte[] {8, 0, 0, 0, 0});
        CRC32 checksum = new CRC32();
        checksum.update(header.array());
        out.writeInt(13);
        out.write(header.array());
        out.writeInt((int) checksum.getValue());
        return bytes.toByteArray();
    }
}
