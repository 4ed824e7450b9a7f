package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG and PNG with the Java platform's own decoders, in memory and without a display.
 * Transparency and the orientation mark of cameras are ignored; grey becomes equal red, green and
 * blue.
 */
final class ImageDecoder {
    private static final Set<String> FORMATS = Set.of("jpeg", "png");

    private ImageDecoder() {}

    /**
     * Decodes one whole image.
     *
     * @throws CorruptFileException when the bytes are no such image, or a truncated or damaged one
     */
    static Pixels decode(Path path, byte[] bytes) {
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                    return pixels(read(path, reader, in));
                }
            }
            throw undecodable(path, "bytes of another kind");
        } catch (IOException | RuntimeException e) {
            // The platform's decoders meet damaged files with exceptions of many classes.
            throw e instanceof CorruptFileException corrupt
                    ? corrupt
                    : undecodable(path, "a damaged one: " + e.getMessage());
        }
    }

    private static BufferedImage read(Path path, ImageReader reader, ImageInputStream in)
            throws IOException {
        try {
            reader.setInput(in, true, true);
            // A truncated JPEG is filled up with grey under a mere warning.
            reader.addIIOReadWarningListener(
                    (source, warning) -> {
                        String text = warning.toLowerCase(Locale.ROOT);
                        if (text.contains("premature end") || text.contains("corrupt")) {
                            throw undecodable(path, "a damaged one: " + warning);
                        }
                    });
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static CorruptFileException undecodable(Path path, String found) {
        return new CorruptFileException(path, "a JPEG or PNG image", found);
    }

    private static Pixels pixels(BufferedImage image) {
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        byte[] rgb = new byte[image.getHeight() * image.getWidth() * Pixels.CHANNELS];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = grey ? greyPixel(image.getRaster(), x, y) : image.getRGB(x, y);
                int at = (y * image.getWidth() + x) * Pixels.CHANNELS;
                rgb[at] = (byte) (pixel >> 16);
                rgb[at + 1] = (byte) (pixel >> 8);
                rgb[at + 2] = (byte) pixel;
            }
        }
        return new Pixels(image.getHeight(), image.getWidth(), rgb);
    }

    /** The stored sample: getRGB would take it for linear light and brighten it. */
    private static int greyPixel(Raster raster, int x, int y) {
        int bits = raster.getSampleModel().getSampleSize(0);
        int sample = raster.getSample(x, y, 0);
        int grey = bits > Byte.SIZE ? sample >> (bits - Byte.SIZE) : sample;
        return grey * 0x010101;
    }
}
