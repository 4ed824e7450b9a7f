package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.encoding.ImageFit;
import etude.datasets.image.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What a config may ask of a folder of images beside its size. */
final class ImageOptionsTest extends ImageFolders {
    private ImageFolderRequest request(ImageFit fit, int trainingSize, double mostSkipped) {
        return new ImageFolderRequest(
                folder().resolve("data"),
                Optional.empty(),
                Optional.of(2),
                Optional.of(2),
                fit,
                trainingSize == 0 ? OptionalInt.empty() : OptionalInt.of(trainingSize),
                mostSkipped,
                false,
                false);
    }

    private ImageFolderRequest skipping(double most) {
        return request(new ImageFit.Exact(), 0, most);
    }

    private Path tenImagesOfWhichOneIsNone() throws IOException {
        for (int i = 0; i < 9; i++) {
            image("data/a/%d.png".formatted(i), 2, 2, i, RGB);
        }
        return Files.writeString(folder().resolve("data/a/bad.png"), "no image");
    }

    @Test
    void unreadableImagesAreLeftOutAndNamedEachTime() throws IOException {
        Path bad = tenImagesOfWhichOneIsNone();
        String sentence =
                "%s: left out, as dataset.on_error says: 1 of 10 images (10 %%):\n  %s: expected a JPEG, PNG or WebP image, found bytes of another kind\n  all of them are listed in "
                        .formatted(folder().resolve("data"), bad);

        assertThat(open(skipping(0.1)).size()).isEqualTo(9);
        assertThat(notes()).last().asString().startsWith(sentence);
        Path list = Path.of(notes().get(notes().size() - 1).substring(sentence.length()));
        assertThat(Files.readAllLines(list)).singleElement().asString().startsWith(bad.toString());
        notes().clear();
        assertThat(open(skipping(0.1)).size()).isEqualTo(9);
        assertThat(notes()).containsExactly(sentence + list);
        Files.delete(bad);
        open(skipping(0.1));
        assertThat(list).doesNotExist();
    }

    @Test
    void withoutASquareAPictureIsTheFilesOwnPixels() throws IOException {
        wideImage();
        ImageFolderDataset images =
                open(
                        new ImageFolderRequest(
                                folder().resolve("data"),
                                Optional.empty(),
                                Optional.of(2),
                                Optional.of(2),
                                new ImageFit.Centred(2),
                                OptionalInt.empty(),
                                0,
                                true,
                                true));
        Picture whole = images.picture(0).orElseThrow();
        assertThat(whole.height()).isEqualTo(4);
        assertThat(whole.width()).isEqualTo(8);
        byte[] columns = new byte[8];
        for (int i = 0; i < 8; i++) {
            columns[i] = whole.bytes()[3 * i];
        }
        assertThat(columns).containsExactly(0, 10, 20, 30, 40, 50, 60, 70);
        assertThat(reds(images)).containsExactly(25, 45, 25, 45);
    }

    @Test
    void tooManyUnreadableImagesAreRefusedWhetherTheyWerePreparedOrNot() throws IOException {
        tenImagesOfWhichOneIsNone();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> open(skipping(0.05)))
                    .isInstanceOf(EtudeException.class)
                    .hasMessageContaining(
                            "expected at most 5.000 % of the images to be unreadable, as dataset.max_skipped says, found 1 of 10 images (10 %):");
            assertThat(open(skipping(0.2)).size()).isEqualTo(9);
        }
        assertThatThrownBy(() -> open(plain("data"))).hasMessageContaining("bad.png: expected");
    }

    @Test
    void aClassOfWhichNothingCanBeReadIsRefused() throws IOException {
        tenImagesOfWhichOneIsNone();
        Files.createDirectories(folder().resolve("data/b"));
        Files.writeString(folder().resolve("data/b/1.png"), "no image");

        assertThatThrownBy(() -> open(skipping(0.5)))
                .hasMessageContaining(
                        "expected images of each class that can be read, found none of b");
    }

    /** Columns 0 to 7 of a picture of 4 rows are as bright as their numbers times ten. */
    private void wideImage() throws IOException {
        BufferedImage image = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 32; i++) {
            image.setRGB(i % 8, i / 8, 10 * (i % 8) * 0x010101);
        }
        Path file = folder().resolve("data/a/wide.png");
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        image("data/b/other.png", 2, 2, 0x010203, RGB);
    }

    private static int[] reds(ImageFolderDataset images) {
        Batch batch = new Batch(images.spec(), 1);
        images.read(0, batch, 0);
        return new int[] {
            batch.images()[0], batch.images()[3], batch.images()[6], batch.images()[9]
        };
    }

    @Test
    void theShorterEdgeIsResizedAndTheCentreCut() throws IOException {
        wideImage();

        assertThat(reds(open(request(new ImageFit.Centred(4), 0, 0))))
                .containsExactly(30, 40, 30, 40);
        // of columns 0 to 3 after halving, the two in the middle: about 10 * 2.5 and 10 * 4.5
        assertThat(reds(open(request(new ImageFit.Centred(2), 0, 0))))
                .containsExactly(25, 45, 25, 45);
    }

    @Test
    void wholePicturesAreKeptWithTheirOwnShape() throws IOException {
        wideImage();
        ImageFolderDataset images = open(request(new ImageFit.Centred(4), 4, 0));

        Picture whole = images.picture(0).orElseThrow();

        assertThat(reds(images)).containsExactly(30, 40, 30, 40);
        assertThat(whole.height()).isEqualTo(4);
        assertThat(whole.width()).isEqualTo(4);
        assertThat(whole.ownHeight()).isEqualTo(4);
        assertThat(whole.ownWidth()).isEqualTo(8);
        assertThat(whole.bytes()[whole.offset() + 9]).isBetween((byte) 60, (byte) 70);
        assertThat(open(request(new ImageFit.Centred(4), 0, 0)).picture(0)).isEmpty();
    }
}
