package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What is copied as bytes is what the platform says pixel by pixel. */
final class DecodedPixelsTest {
    private static final int HEIGHT = 13;
    private static final int WIDTH = 19;

    @Test
    void bytesThatAreCopiedAreThePlatformsColors() throws IOException {
        for (int type :
                List.of(
                        BufferedImage.TYPE_INT_RGB,
                        BufferedImage.TYPE_INT_ARGB,
                        BufferedImage.TYPE_3BYTE_BGR,
                        BufferedImage.TYPE_4BYTE_ABGR,
                        BufferedImage.TYPE_BYTE_INDEXED,
                        BufferedImage.TYPE_USHORT_565_RGB)) {
            compare(ImageFolders.encode(noise(type), "png"));
        }
        compare(ImageFolders.encode(noise(BufferedImage.TYPE_INT_RGB), "jpg"));
    }

    private static void compare(byte[] file) throws IOException {
        BufferedImage expected = ImageIO.read(new ByteArrayInputStream(file));
        Pixels pixels = ImageDecoder.decode(Path.of("picture"), file, (path, size) -> {});
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
            int color = expected.getRGB(i % WIDTH, i / WIDTH);
            assertThat(pixels.rgb()[3 * i]).isEqualTo((byte) (color >> 16));
            assertThat(pixels.rgb()[3 * i + 1]).isEqualTo((byte) (color >> 8));
            assertThat(pixels.rgb()[3 * i + 2]).isEqualTo((byte) color);
        }
    }

    private static BufferedImage noise(int type) {
        SplittableRandom random = new SplittableRandom(3);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
            image.setRGB(i % WIDTH, i / WIDTH, random.nextInt());
        }
        return image;
    }
}
