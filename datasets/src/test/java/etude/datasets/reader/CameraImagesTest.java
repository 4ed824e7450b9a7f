package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.CorruptFileException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as cameras and web pages have them: with a mark of how they were held, and as WebP. */
final class CameraImagesTest {
    private static final Path FILE = Path.of("picture");

    /** 3 x 2 pixels of (100 x, 200 y, 50 + x), without loss, by Chromium. */
    private static final byte[] LOSSLESS =
            Base64.getDecoder()
                    .decode(
                            "UklGRjQAAABXRUJQVlA4TCgAAAAvAkAAAC8gFkzCyv8a4pAJBFLYSs9/5PDAA1DINgIcutfjFC6i/7G8");

    /** 16 x 16 pixels: red 220 left and 30 right, green 120, blue 40 above and 200 below. */
    private static final byte[] LOSSY =
            Base64.getDecoder()
                    .decode(
                            "UklGRkQAAABXRUJQVlA4IDgAAADQAQCdASoQABAAAMASJaACdLoB+AADsAD+5Gf/+Zd//VMv/8p+4VQ//ID//ybL12f2yf/wv4AAAA==");

    /** The numbers of the pixels of a picture of two rows of three, as it is to be seen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0 1 2 / 3 4 5",
                "2 | 2 1 0 / 5 4 3",
                "3 | 5 4 3 / 2 1 0",
                "4 | 3 4 5 / 0 1 2",
                "5 | 0 3 / 1 4 / 2 5",
                "6 | 3 0 / 4 1 / 5 2",
                "7 | 5 2 / 4 1 / 3 0",
                "8 | 2 5 / 1 4 / 0 3",
                "9 | 0 1 2 / 3 4 5"
            })
    void aPictureIsTurnedAsItsMarkSays(int orientation, String seen) throws IOException {
        byte[] png = marked(png(2, 3), orientation);

        Pixels pixels = ImageDecoder.decode(FILE, png, (path, size) -> {});

        String[] rows = seen.split(" / ", -1);
        assertThat(pixels.height()).isEqualTo(rows.length);
        assertThat(numbers(pixels)).isEqualTo(seen.replace("/ ", ""));
        assertThat(ImageDecoder.size(FILE, png))
                .isEqualTo(new ImageDecoder.Size(pixels.height(), pixels.width()));
    }

    @Test
    void jpegAndWebpKeepTheMarkInPartsOfTheirOwn() throws IOException {
        byte[] jpeg = encoded("jpeg", new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB));
        byte[] exif = exif(6, true);
        ByteBuffer segment = ByteBuffer.allocate(10 + exif.length).putShort((short) 0xffe1);
        segment.putShort((short) (8 + exif.length))
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        byte[] held = joined(Arrays.copyOf(jpeg, 2), segment.put(exif).array(), tail(jpeg, 2));
        assertThat(ImageDecoder.size(FILE, held)).isEqualTo(new ImageDecoder.Size(8, 4));
        assertThat(ImageDecoder.decode(FILE, held, (path, size) -> {}).height()).isEqualTo(8);

        byte[] little = exif(8, false);
        ByteBuffer chunk =
                ByteBuffer.allocate(8 + little.length)
                        .put("EXIF".getBytes(StandardCharsets.US_ASCII));
        chunk.putInt(Integer.reverseBytes(little.length)).put(little);
        assertThat(Orientation.of(joined(LOSSLESS, chunk.array()))).isEqualTo(8);
        assertThat(Orientation.of(LOSSLESS)).isEqualTo(Orientation.UPRIGHT);
    }

    @Test
    void aDamagedMarkIsNone() throws IOException {
        byte[] png = marked(png(2, 3), 6);
        for (int length = 0; length < png.length; length++) {
            assertThat(Orientation.of(Arrays.copyOf(png, length))).isIn(1, 6);
        }
        assertThat(Orientation.of(new byte[100])).isEqualTo(Orientation.UPRIGHT);
    }

    @Test
    void webpIsRead() {
        Pixels lossless = ImageDecoder.decode(FILE, LOSSLESS, (path, size) -> {});
        assertThat(lossless.rgb())
                .containsExactly(
                        bytes(
                                0, 0, 50, 100, 0, 51, 200, 0, 52, 0, 200, 50, 100, 200, 51, 200,
                                200, 52));

        Pixels lossy = ImageDecoder.decode(FILE, LOSSY, (path, size) -> {});
        assertThat(lossy.height()).isEqualTo(16);
        int inside = (3 * 16 + 3) * 3; // of the part above and left
        assertThat(lossy.rgb()[inside] & 0xff).isCloseTo(220, within(12));
        assertThat(lossy.rgb()[inside + 1] & 0xff).isCloseTo(120, within(12));
        assertThat(lossy.rgb()[inside + 2] & 0xff).isCloseTo(40, within(12));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 25, 40, 50})
    void webpThatIsCutIsRefused(int length) {
        assertThatThrownBy(
                        () ->
                                ImageDecoder.decode(
                                        FILE, Arrays.copyOf(LOSSLESS, length), (path, size) -> {}))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith("picture: expected a JPEG, PNG or WebP image, found");
    }

    private static String numbers(Pixels pixels) {
        return IntStream.range(0, pixels.height() * pixels.width())
                .mapToObj(i -> Integer.toString(pixels.rgb()[3 * i]))
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }

    /** Whose red is the number of the pixel. */
    private static byte[] png(int height, int width) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < height * width; i++) {
            image.setRGB(i % width, i / width, i << 16);
        }
        return encoded("png", image);
    }

    private static byte[] encoded(String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** A PNG with the mark behind its header. */
    private static byte[] marked(byte[] png, int orientation) {
        byte[] exif = exif(orientation, true);
        byte[] typed = joined("eXIf".getBytes(StandardCharsets.US_ASCII), exif);
        CRC32 checksum = new CRC32();
        checksum.update(typed);
        byte[] chunk =
                ByteBuffer.allocate(8 + typed.length)
                        .putInt(exif.length)
                        .put(typed)
                        .putInt((int) checksum.getValue())
                        .array();
        int header = 8 + 8 + 13 + 4;
        return joined(Arrays.copyOf(png, header), chunk, tail(png, header));
    }

    /** A TIFF file of one directory with one entry. */
    private static byte[] exif(int orientation, boolean bigEndian) {
        ByteBuffer tiff = ByteBuffer.allocate(26);
        tiff.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        tiff.put((bigEndian ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8);
        tiff.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        return tiff.putShort((short) orientation).array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
