package etude.tuner.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as another program reads them. */
final class PictureTest {
    private static final String PREFIX = "data:image/png;base64,";

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyPixelComesBack(int channels) throws IOException {
        byte[] pixels = new byte[5 * 7 * channels];
        new Random(1).nextBytes(pixels);
        BufferedImage read = read(new Picture(5, 7, channels, pixels));
        assertThat(read.getWidth()).isEqualTo(5);
        assertThat(read.getHeight()).isEqualTo(7);
        int[] samples = new int[pixels.length];
        read.getRaster().getPixels(0, 0, 5, 7, samples);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(samples[i]).as("sample " + i).isEqualTo(pixels[i] & 0xFF);
        }
    }

    @Test
    void largePicturesAreAveraged() throws IOException {
        byte[] pixels = new byte[200 * 300];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 2 == 0 ? 255 : 1);
        }
        BufferedImage read = read(new Picture(200, 300, 1, pixels));
        assertThat(read.getWidth()).isEqualTo(66);
        assertThat(read.getHeight()).isEqualTo(100);
        assertThat(read.getRaster().getSample(0, 0, 0)).as("6 of 9 are white").isEqualTo(170);
    }

    @Test
    void smallPicturesAreShownLarge() {
        Picture digit = new Picture(28, 28, 1, new byte[28 * 28]);
        assertThat(digit.shownWidth()).isEqualTo(112);
        assertThat(new Picture(4, 32, 3, new byte[4 * 32 * 3]).shownHeight()).isEqualTo(128);
        assertThat(new Picture(224, 224, 1, new byte[224 * 224]).shownWidth()).isEqualTo(112);
    }

    @Test
    void otherPixelsThanItsOwnAreRefused() {
        assertThatThrownBy(() -> new Picture(2, 2, 3, new byte[11]))
                .hasMessageContaining("11 bytes are no 2 x 2 pixels of 3 channels");
        assertThatThrownBy(() -> new Picture(2, 2, 2, new byte[8])).hasMessageContaining("not 2");
    }

    private static BufferedImage read(Picture picture) throws IOException {
        assertThat(picture.address()).startsWith(PREFIX);
        byte[] file = Base64.getDecoder().decode(picture.address().substring(PREFIX.length()));
        return ImageIO.read(new ByteArrayInputStream(file));
    }
}
