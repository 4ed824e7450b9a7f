package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.encoding.ImageFit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

/** What folders and archives must not hold, and how it is named. */
class BadImagesTest extends ImageFolders {
    private static final String LEAVE_OUT =
            "Mend or remove them, or set dataset.on_error: skip, which leaves them out as long as they are at most the share dataset.max_skipped of all images.";

    @Test
    void linkThatNamesNoFileOfTheArchiveIsNamed() throws IOException {
        Map<String, byte[]> members = Map.of("cat/1.png", png(1, 1, 0x010101, RGB));
        for (byte type : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
            Path tar = folder().resolve(type + ".tgz");
            TarFiles.write(
                    tar, members, List.of(new TarFiles.Special("cat/2.png", type, "cat/3.png")));
            assertThatThrownBy(() -> open(plain(type + ".tgz")))
                    .isInstanceOf(EtudeException.class)
                    .hasMessageStartingWith("Cannot read " + tar + ": cat/2.png is a link to ")
                    .hasMessageEndingWith("make it with tar --dereference.");
        }
    }

    @Test
    void badImagesAreFoundTogetherAndThoseThatAreNotNamedAreListed() throws IOException {
        image("data/a/0.png", 2, 2, 0, RGB);
        Path wide = image("data/a/1.png", 2, 4, 0, RGB);
        Path text = Files.writeString(folder().resolve("data/a/2.png"), "no image");
        assertThatThrownBy(() -> open(plain("data")))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        """
                        2 files are not as expected:
                          %s: expected 2 x 2 pixels (height x width), or height, width and resize: true, found 2 x 4
                          %s: expected a JPEG, PNG or WebP image, found bytes of another kind
                        %s"""
                                .formatted(wide, text, LEAVE_OUT));
        for (int i = 0; i < 200; i++) {
            Files.writeString(folder().resolve("data/a/3%03d.png".formatted(i)), "no image");
        }
        assertThatThrownBy(() -> open(plain("data")))
                .hasMessageContaining("\n  and 192 more; all of them are listed in " + list())
                .hasMessageEndingWith("\n" + LEAVE_OUT)
                .message()
                .hasLineCount(13);
        assertThat(Files.readAllLines(list()))
                .hasSize(202)
                .startsWith(
                        wide
                                + ": expected 2 x 2 pixels (height x width), or height, width and resize: true, found 2 x 4")
                .allMatch(line -> line.contains(": expected "));
    }

    @Test
    void filesThatAreNoImagesAreListedUpToTen() throws IOException {
        image("data/a/0.png", 2, 2, 0, RGB);
        for (int i = 0; i < 200; i++) {
            Files.writeString(folder().resolve("data/a/%03d.txt".formatted(i)), "x");
        }
        assertThatThrownBy(() -> open(plain("data")))
                .hasMessageStartingWith("200 files are not as expected:\n")
                .hasMessageContaining("009.txt: expected only JPEG, PNG and WebP files")
                .hasMessageEndingWith("\n  and 190 more; all of them are listed in " + list());
        assertThat(list()).content().contains("199.txt: expected only JPEG, PNG and WebP files");
    }

    @Test
    void imagesInNoFolderAreOneProblemHoweverManyTheyAre() throws IOException {
        byte[] good = png(1, 1, 0, RGB);
        Path data = Files.createDirectories(folder().resolve("data"));
        for (int i = 10; i < 70; i++) {
            Files.write(data.resolve(i + ".png"), good);
        }
        String sentence =
                ": expected images in folders only, one for each class (where a table has their labels, one for all of them), found 60 in no folder: '10.png', '11.png', '12.png' and 57 more; put each into one";
        refuses(data + sentence);
        image("data/a/0.png", 1, 1, 0, RGB);
        refuses(data + sentence);
    }

    /** The one file of its name in the cache. */
    private Path list() throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve("cache"))) {
            return files.filter(file -> file.toString().endsWith(".txt")).findFirst().orElseThrow();
        }
    }

    @Test
    void aFolderThatIsNotWhatWasMeantIsNotReadToItsEnd() throws IOException {
        byte[] good = png(2, 2, 0, RGB);
        byte[] other = png(1, 1, 0, RGB);
        Files.createDirectories(folder().resolve("data/a"));
        for (int i = 0; i < 1200; i++) {
            Files.write(folder().resolve("data/a/%04d.png".formatted(i)), i == 7 ? other : good);
        }
        assertThatThrownBy(() -> open(plain("data"))).isInstanceOf(CorruptFileException.class);
        assertThat(notes())
                .last()
                .asString()
                .contains("1 of the first 1,024 images cannot be used; the others are looked at");
        for (int i = 1; i < 1200; i++) {
            Files.write(folder().resolve("data/a/%04d.png".formatted(i)), other);
        }
        assertThatThrownBy(() -> open(plain("data")))
                .hasMessageStartingWith("1,023 files are not as expected:")
                .hasMessageEndingWith(
                        "and perhaps more: most were as these, so the other images were not looked at");
    }

    /** 20,000 x 20,000 black pixels take 3 GB when they are decoded. */
    @Test
    void sizeIsReadBeforeThePixels() throws IOException {
        image("data/a/0.png", 2, 2, 0, RGB);
        Path huge = Files.write(folder().resolve("data/a/1.png"), emptyPng(20_000));
        assertThatThrownBy(() -> open(plain("data")))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith(huge + ": expected 2 x 2 pixels")
                .hasMessageEndingWith("found 20000 x 20000");
        assertThatThrownBy(
                        () ->
                                open(
                                        new ImageFolderRequest(
                                                folder().resolve("data"),
                                                Optional.empty(),
                                                Optional.of(3),
                                                Optional.of(3),
                                                new ImageFit.Stretched())))
                .isInstanceOf(CorruptFileException.class)
                .hasMessage(
                        huge
                                + ": expected an image of at most 67108864 pixels, found 20000 x 20000 pixels");
    }

    @Test
    void undecodableImageIsNamedAndNothingStaysBehind() throws IOException {
        image("data/a/1.png", 2, 2, 0, RGB);
        Path bad = Files.writeString(folder().resolve("data/a/2.png"), "no image");
        assertThatThrownBy(() -> open(plain("data")))
                .isInstanceOf(CorruptFileException.class)
                .hasMessage(
                        bad + ": expected a JPEG, PNG or WebP image, found bytes of another kind");
        try (var files = Files.list(folder().resolve("cache"))) {
            assertThat(files).allMatch(file -> file.toString().endsWith(".lock"));
        }
    }

    @Test
    void truncatedImagesAreRefused() throws IOException {
        for (String format : List.of("jpg", "png")) {
            Path file = noise(folder().resolve("data/a/1." + format), format);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));
            assertThatThrownBy(() -> open(plain("data")))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageStartingWith(
                            file + ": expected a JPEG, PNG or WebP image, found a damaged");
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
        Path root = folder().resolve("data");
        try (ImageFolderDataset dataset =
                open(
                        new ImageFolderRequest(
                                root,
                                Optional.empty(),
                                Optional.of(3),
                                Optional.of(3),
                                new ImageFit.Stretched()))) {
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
                                                new ImageFit.Stretched())))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("both height and width");
    }

    @Test
    void emptyClassAnotherFileAndNestedFolderAreRefused() throws IOException {
        image("data/a/1.png", 1, 1, 0, RGB);
        Path empty = Files.createDirectory(folder().resolve("data/b"));
        refuses(empty + ": expected at least one JPEG, PNG or WebP file, found no image");
        Path text = Files.writeString(folder().resolve("data/b/notes.txt"), "x");
        refuses(text + ": expected only JPEG, PNG and WebP files");
        Files.delete(text);
        Path nested = Files.createDirectory(folder().resolve("data/b/c"));
        refuses(nested + ": expected only JPEG, PNG and WebP files");
        assertThatThrownBy(() -> open(split(folder().resolve("data"), "train")))
                .hasMessageContaining("there is no such file");
        Files.createDirectory(folder().resolve("bare"));
        assertThatThrownBy(() -> open(plain("bare")))
                .hasMessageContaining("expected one folder per class, found no folder");
    }

    private void refuses(String message) {
        assertThatThrownBy(() -> open(plain("data")))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith(message);
    }

    private static Path noise(Path file, String format) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, i * 0x9E3779B1);
        }
        Files.createDirectories(file.getParent());
        return Files.write(file, encode(image, format));
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
