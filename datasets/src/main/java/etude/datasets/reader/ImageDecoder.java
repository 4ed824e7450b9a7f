package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
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
 * Decodes JPEG and PNG with the Java platform's own decoders and WebP with that of TwelveMonkeys,
 * in memory and without a display, upright as the mark of a camera says. Transparency is ignored;
 * grey becomes equal red, green and blue.
 */
final class ImageDecoder {
    /** 64 Mi: more than cameras have, and less than half a GiB when decoded. */
    private static final int MOST_PIXELS = 1 << 26;

    private static final Set<String> FORMATS = Set.of("jpeg", "png", "webp");

    private ImageDecoder() {}

    /** Height and width, as the first bytes of a file tell. */
    record Size(int height, int width) {
        @Override
        public String toString() {
            return height + " x " + width;
        }
    }

    /** Says before the pixels are decoded whether an image of this size is wanted. */
    @FunctionalInterface
    interface SizeCheck {
        /** Throws a {@link CorruptFileException} when not. */
        void require(Path path, Size size);
    }

    /**
     * The size that a file begins with.
     *
     * @throws CorruptFileException when it is no such image
     */
    static Size size(Path path, byte[] bytes) {
        int orientation = Orientation.of(bytes);
        return use(path, bytes, reader -> size(reader, orientation));
    }

    /**
     * Decodes one whole image.
     *
     * @throws CorruptFileException when the bytes are no such image, or a truncated or damaged one,
     *     or of a size that is not wanted
     */
    static Pixels decode(Path path, byte[] bytes, SizeCheck check) {
        int orientation = Orientation.of(bytes);
        return use(
                path,
                bytes,
                reader -> {
                    // A small file may hold a picture that no memory does.
                    Size size = size(reader, orientation);
                    check.require(path, size);
                    requireMemory(path, size);
                    return pixels(read(path, reader)).turned(orientation);
                });
    }

    /** As it is to be seen: the last four orientations lie on their side. */
    private static Size size(ImageReader reader, int orientation) throws IOException {
        int height = reader.getHeight(0);
        int width = reader.getWidth(0);
        return orientation > 4 ? new Size(width, height) : new Size(height, width);
    }

    private static void requireMemory(Path path, Size size) {
        if ((long) size.height() * size.width() > MOST_PIXELS) {
            throw new CorruptFileException(
                    path, "an image of at most " + MOST_PIXELS + " pixels", size + " pixels");
        }
    }

    private interface Use<T> {
        T with(ImageReader reader) throws IOException;
    }

    private static <T> T use(Path path, byte[] bytes, Use<T> use) {
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                    try {
                        reader.setInput(in, true, true);
                        return use.with(reader);
                    } finally {
                        reader.dispose();
                    }
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

    private static BufferedImage read(Path path, ImageReader reader) throws IOException {
        // A truncated JPEG is filled up with grey under a mere warning.
        reader.addIIOReadWarningListener(
                (source, warning) -> {
                    String text = warning.toLowerCase(Locale.ROOT);
                    if (text.contains("premature end") || text.contains("corrupt")) {
                        throw undecodable(path, "a damaged one: " + warning);
                    }
                });
        return reader.read(0);
    }

    private static CorruptFileException undecodable(Path path, String found) {
        return new CorruptFileException(path, "a JPEG, PNG or WebP image", found);
    }

    private static Pixels pixels(BufferedImage image) {
        byte[] rgb = new byte[image.getHeight() * image.getWidth() * Pixels.CHANNELS];
        if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
            eachPixel(image, rgb, (x, y) -> greyPixel(image.getRaster(), x, y));
        } else if (holdsBytesOfSrgb(image)) {
            copy(image.getRaster(), rgb);
        } else {
            eachPixel(image, rgb, image::getRGB);
        }
        return new Pixels(image.getHeight(), image.getWidth(), rgb);
    }

    private interface Color {
        /** Red, green and blue in the lower 24 bits. */
        int at(int x, int y);
    }

    private static void eachPixel(BufferedImage image, byte[] rgb, Color color) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = color.at(x, y);
                int at = (y * image.getWidth() + x) * Pixels.CHANNELS;
                rgb[at] = (byte) (pixel >> 16);
                rgb[at + 1] = (byte) (pixel >> 8);
                rgb[at + 2] = (byte) pixel;
            }
        }
    }

    /** Whether {@code getRGB}, which takes most of the time of decoding, would only copy bytes. */
    private static boolean holdsBytesOfSrgb(BufferedImage image) {
        ColorModel colors = image.getColorModel();
        Raster raster = image.getRaster();
        return colors instanceof ComponentColorModel
                && colors.getColorSpace().isCS_sRGB()
                && !colors.isAlphaPremultiplied()
                && raster.getDataBuffer() instanceof DataBufferByte
                && raster.getSampleModel() instanceof PixelInterleavedSampleModel
                && raster.getSampleModelTranslateX() == 0
                && raster.getSampleModelTranslateY() == 0;
    }

    private static void copy(Raster raster, byte[] rgb) {
        PixelInterleavedSampleModel model = (PixelInterleavedSampleModel) raster.getSampleModel();
        DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
        byte[] bytes = buffer.getData();
        int[] bands = model.getBandOffsets();
        int at = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            int from = buffer.getOffset() + y * model.getScanlineStride();
            for (int x = 0; x < raster.getWidth(); x++) {
                rgb[at] = bytes[from + bands[0]];
                rgb[at + 1] = bytes[from + bands[1]];
                rgb[at + 2] = bytes[from + bands[2]];
                at += Pixels.CHANNELS;
                from += model.getPixelStride();
            }
        }
    }

    /** The stored sample: getRGB would take it for linear light and brighten it. */
    private static int greyPixel(Raster raster, int x, int y) {
        int bits = raster.getSampleModel().getSampleSize(0);
        int sample = raster.getSample(x, y, 0);
        int grey = bits > Byte.SIZE ? sample >> (bits - Byte.SIZE) : sample;
        return grey * 0x010101;
    }
}
