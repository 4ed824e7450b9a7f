package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.ImageFit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NewImagesTest extends ImageFolders {
    private static final Encoding.Images COLOUR =
            new Encoding.Images(new Features.Image(3, 4, 3), new ImageFit.Exact());
    private static final Encoding.Images GREY =
            new Encoding.Images(new Features.Image(3, 4, 1), new ImageFit.Exact());

    private static List<NewExample> read(Encoding.Images encoding, Path... paths) {
        List<NewExample> examples = new ArrayList<>();
        NewExamples.of(encoding, List.of(paths)).forEach(examples::add);
        return examples;
    }

    private List<String> names(List<NewExample> examples) {
        return examples.stream()
                .map(example -> example.name().replace(folder() + "/", ""))
                .toList();
    }

    private static byte[] pixels(Encoding.Images encoding, NewExample example) {
        Batch batch = new Batch(new ExampleSpec(encoding.shape(), new Target.Value()), 2);
        ((NewExample.Read) example).content().write(batch, 1);
        byte[] second = new byte[encoding.shape().elements()];
        System.arraycopy(batch.images(), second.length, second, 0, second.length);
        return second;
    }

    @Test
    void filesFoldersAndArchivesComeInTheirOrder() throws IOException {
        Path alone = image("alone.png", 3, 4, 0x102030, RGB);
        image("many/b/2.png", 3, 4, 0, RGB);
        image("many/a/deep/1.png", 3, 4, 0, RGB);
        image("many/.hidden/3.png", 3, 4, 0, RGB);
        Files.writeString(folder().resolve("many/notes.txt"), "no image");
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("z.png", png(3, 4, 0x0000ff, RGB));
        members.put("y/read.me", new byte[] {1});
        members.put("y/x.png", new byte[] {1});
        Path archive = TarFiles.write(folder().resolve("some.tar.gz"), members);
        List<NewExample> examples = read(COLOUR, archive, folder().resolve("many"), alone);
        assertThat(names(examples))
                .containsExactly(
                        "some.tar.gz/z.png",
                        "some.tar.gz/y/x.png",
                        "many/a/deep/1.png",
                        "many/b/2.png",
                        "alone.png");
        assertThat(pixels(COLOUR, examples.get(0))).startsWith(0, 0, -1, 0, 0, -1);
        assertThat(pixels(COLOUR, examples.get(4))).startsWith(0x10, 0x20, 0x30);
        assertThat(((NewExample.Unreadable) examples.get(1)).problem())
                .isEqualTo("expected a JPEG, PNG or WebP image, found bytes of another kind");
    }

    @Test
    void theyAreCountedWhereThatIsKnown() throws IOException {
        Path alone = image("alone.png", 3, 4, 0, RGB);
        assertThat(NewExamples.of(COLOUR, List.of(alone, alone)).count()).hasValue(2);
        Path archive =
                TarFiles.write(folder().resolve("a.tar.gz"), Map.of("a.png", new byte[] {1}));
        assertThat(NewExamples.of(COLOUR, List.of(alone, archive)).count()).isEmpty();
    }

    @Test
    void greyIsMadeOfColourWhereTheModelReadsIt() throws IOException {
        Path red = image("red.png", 3, 4, 0xff0000, RGB);
        Path grey = image("grey.png", 3, 4, 0x4d4d4d, BufferedImage.TYPE_BYTE_GRAY);
        assertThat(pixels(GREY, read(GREY, red).get(0))).containsOnly(76); // 0.299 * 255
        byte sample = pixels(COLOUR, read(COLOUR, grey).get(0))[0];
        assertThat(pixels(GREY, read(GREY, grey).get(0))).containsOnly(sample);
    }

    @Test
    void anotherSizeIsResizedOnlyIfThatIsWanted() throws IOException {
        Path large = image("large.png", 6, 8, 0x123456, RGB);
        assertThat(read(COLOUR, large).get(0))
                .isInstanceOfSatisfying(
                        NewExample.Unreadable.class,
                        refused ->
                                assertThat(refused.problem())
                                        .isEqualTo(
                                                "expected 3 x 4 pixels (height x width), as in training, or --resize, found 6 x 8"));
        Encoding.Images resizing = new Encoding.Images(COLOUR.shape(), new ImageFit.Stretched());
        assertThat(pixels(resizing, read(resizing, large).get(0)))
                .startsWith(0x12, 0x34, 0x56)
                .hasSize(36);
    }

    @Test
    void imagesOfAnIdxFileAreReadOneByOne() throws IOException {
        ByteBuffer idx = ByteBuffer.allocate(16 + 24);
        idx.putInt(0x0803).putInt(2).putInt(3).putInt(4);
        for (int i = 0; i < 24; i++) {
            idx.put((byte) i);
        }
        Path file = folder().resolve("new-idx3-ubyte");
        Files.write(file, idx.array());
        List<NewExample> examples = read(GREY, file);
        assertThat(names(examples))
                .containsExactly("new-idx3-ubyte image 0", "new-idx3-ubyte image 1");
        assertThat(pixels(GREY, examples.get(1))).startsWith(12, 13).endsWith(23);
        assertThat(read(COLOUR, file)).singleElement().isInstanceOf(NewExample.Unreadable.class);
    }

    @Test
    void aBrokenArchiveIsNamedAndTheRestGoesOn() throws IOException {
        Path broken = Files.write(folder().resolve("broken.tar.gz"), new byte[] {1, 2, 3});
        Path good = image("good.png", 3, 4, 0, RGB);
        List<NewExample> examples = read(COLOUR, broken, good);
        assertThat(names(examples)).containsExactly("broken.tar.gz", "good.png");
        assertThat(examples.get(0)).isInstanceOf(NewExample.Unreadable.class);
        assertThat(examples.get(1)).isInstanceOf(NewExample.Read.class);
    }

    @Test
    void pathsThatHoldNothingAreRefusedAtOnce() throws IOException {
        Path empty = Files.createDirectories(folder().resolve("empty"));
        assertThatThrownBy(() -> read(COLOUR, empty))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("expected images named .jpg, .jpeg, .png or .webp");
        assertThatThrownBy(() -> read(COLOUR, folder().resolve("gone.png")))
                .hasMessageContaining("there is no such file or folder");
    }
}
