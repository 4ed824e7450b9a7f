package etude.datasets.reader; // to call the project's decoder, which nobody else sees

import etude.datasets.Batch;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.augment.Augmenter;
import etude.datasets.config.AugmentationConfig;
import etude.datasets.encoding.ImageFit;
import etude.datasets.image.Picture;
import io.github.humbleui.skija.Bitmap;
import io.github.humbleui.skija.Codec;
import io.github.humbleui.skija.Data;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.lwjgl.stb.STBImage;
import org.lwjgl.system.MemoryUtil;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Processor time of one thread for one JPEG, from the file's bytes to bytes of red, green and blue: rounds in which each
 * contestant decodes the same pictures in turn. Run by {@code scripts/bench/decode}; results stand in {@code docs/benchmarks.md}.
 */
final class Decoders {
    private static final int EDGE = 224;
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 4;
    private static final long PIXELS_A_ROUND = 8_000_000;
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    public static void main(String[] arguments) throws IOException {
        int height = Integer.parseInt(arguments[0]);
        int width = Integer.parseInt(arguments[1]);
        float quality = Float.parseFloat(arguments[2]);
        nu.pattern.OpenCV.loadLocally();
        Core.setNumThreads(1);
        byte[][] files = new byte[(int) Math.max(2, PIXELS_A_ROUND / height / width)][];
        for (int i = 0; i < files.length; i++) {
            files[i] = jpeg(photo(height, width, i), quality);
        }
        long bytes = Arrays.stream(files).mapToLong(file -> file.length).sum();
        System.out.printf("%d x %d pixels, %d kB a file%n", height, width, bytes / files.length / 1000);
        measure(contestants(height, width), files);
    }

    private static Map<String, UnaryOperator<byte[]>> contestants(int height, int width) throws IOException {
        Map<String, UnaryOperator<byte[]>> all = new LinkedHashMap<>();
        all.put("Etude (ImageIO)", Decoders::etude);
        all.put("ImageIO, getRGB for each pixel", Decoders::getRgb);
        all.put("Leptonica", file -> leptonica(file, 1));
        all.put("OpenCV", file -> openCv(file, Imgcodecs.IMREAD_COLOR));
        all.put("stb_image", Decoders::stb);
        all.put("Skia", Decoders::skia);
        all.put("Leptonica, scaled to 1/2", file -> leptonica(file, 2));
        all.put("Leptonica, scaled to 1/4", file -> leptonica(file, 4));
        all.put("OpenCV, scaled to 1/2", file -> openCv(file, Imgcodecs.IMREAD_REDUCED_COLOR_2));
        Pixels decoded = new Pixels(height, width, etude(jpeg(photo(height, width, 0), 0.9f)));
        all.put("shorter_edge 256, cut to 224, of pixels", file -> decoded.fitted(new ImageFit.Centred(256), 224, 224).rgb());
        all.put("training_size 256, of pixels", file -> decoded.resizedTo(256, 256).rgb());
        ImageFit fit = new ImageFit.Centred(256);
        all.put("to a random crop, of the example", crop(new ImageForm(fit, EDGE, EDGE, OptionalInt.empty(), false)));
        all.put("to a random crop, of training_size 256", crop(new ImageForm(fit, EDGE, EDGE, OptionalInt.of(256), false)));
        all.put("to a random crop, by crop_from_file", crop(new ImageForm(fit, EDGE, EDGE, OptionalInt.empty(), true)));
        return all;
    }

    /** From a file to what trains, another crop each time. */
    private static UnaryOperator<byte[]> crop(ImageForm form) {
        ExampleSpec spec = new ExampleSpec(new Features.Image(EDGE, EDGE, 3), new Target.Classes(List.of("a", "b")));
        Augmenter augmenter = Augmenter.of(List.of(new AugmentationConfig.RandomResizedCrop(0.08, 1, 0.75)), spec, 1);
        Batch batch = new Batch(spec, 1);
        AtomicLong epoch = new AtomicLong();
        return file -> {
            Pixels pixels = ImageDecoder.decode(Path.of("picture"), file, (path, size) -> {});
            if (!form.hasWhole()) {
                System.arraycopy(form.example(pixels), 0, batch.images(), 0, form.elements());
            }
            Optional<Picture> whole = form.hasWhole() ? Optional.of(form.whole(pixels)) : Optional.empty();
            augmenter.augment(batch, 0, epoch.getAndIncrement(), 0, whole);
            return batch.images();
        };
    }

    private static void measure(Map<String, UnaryOperator<byte[]>> contestants, byte[][] files) {
        Map<String, double[]> times = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Map.Entry<String, UnaryOperator<byte[]>> contestant : contestants.entrySet()) {
                long start = CLOCK.getCurrentThreadCpuTime();
                for (byte[] file : files) {
                    contestant.getValue().apply(file);
                }
                double milliseconds = (CLOCK.getCurrentThreadCpuTime() - start) / 1e6 / files.length;
                if (round >= 0) {
                    times.computeIfAbsent(contestant.getKey(), name -> new double[ROUNDS])[round] = milliseconds;
                }
            }
        }
        byte[] expected = etude(files[0]);
        times.forEach(
                (name, all) -> {
                    Arrays.sort(all);
                    System.out.printf(
                            Locale.ROOT, "%-40s median %.2f ms (%.2f to %.2f); %s%n", name, all[ROUNDS / 2], all[0],
                            all[ROUNDS - 1], difference(expected, contestants.get(name).apply(files[0])));
                });
    }

    private static String difference(byte[] expected, byte[] found) {
        if (expected.length != found.length) {
            return "another size";
        }
        int most = IntStream.range(0, found.length).map(i -> Math.abs((expected[i] & 0xff) - (found[i] & 0xff))).max().orElse(0);
        return most == 0 ? "the same pixels" : "pixels differ by up to " + most;
    }

    private static byte[] etude(byte[] file) {
        return ImageDecoder.decode(Path.of("picture"), file, (path, size) -> {}).rgb();
    }

    private static byte[] getRgb(byte[] file) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
            byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
            int at = 0;
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    int color = image.getRGB(x, y);
                    rgb[at++] = (byte) (color >> 16);
                    rgb[at++] = (byte) (color >> 8);
                    rgb[at++] = (byte) color;
                }
            }
            return rgb;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Scaled by a cosine transform of fewer coefficients where {@code reduction} is above 1. */
    private static byte[] leptonica(byte[] file, int reduction) {
        try (PointerScope scope = new PointerScope()) {
            PIX picture = leptonica.pixReadMemJpeg(file, file.length, 0, reduction, (int[]) null, 0);
            int[] pixels = new int[leptonica.pixGetWpl(picture) * leptonica.pixGetHeight(picture)];
            leptonica.pixGetData(picture).get(pixels);
            byte[] rgb = new byte[pixels.length * 3];
            int at = 0;
            for (int pixel : pixels) {
                rgb[at++] = (byte) (pixel >> 24);
                rgb[at++] = (byte) (pixel >> 16);
                rgb[at++] = (byte) (pixel >> 8);
            }
            leptonica.pixDestroy(picture);
            return rgb;
        }
    }

    private static byte[] openCv(byte[] file, int flag) {
        MatOfByte encoded = new MatOfByte(file);
        Mat decoded = Imgcodecs.imdecode(encoded, flag);
        byte[] bgr = new byte[(int) decoded.total() * 3];
        decoded.get(0, 0, bgr);
        decoded.release();
        encoded.release();
        return swapped(bgr, 3);
    }

    private static byte[] stb(byte[] file) {
        ByteBuffer encoded = MemoryUtil.memAlloc(file.length).put(file).flip();
        ByteBuffer decoded = STBImage.stbi_load_from_memory(encoded, new int[1], new int[1], new int[1], 3);
        byte[] rgb = new byte[decoded.remaining()];
        decoded.get(rgb);
        STBImage.stbi_image_free(decoded.rewind());
        MemoryUtil.memFree(encoded);
        return rgb;
    }

    private static byte[] skia(byte[] file) {
        try (Data data = Data.makeFromBytes(file); Codec codec = Codec.makeFromData(data); Bitmap bitmap = codec.readPixels()) {
            return swapped(bitmap.readPixels(), 4);
        }
    }

    /** Red, green and blue of pixels that begin with blue, green and red. */
    private static byte[] swapped(byte[] pixels, int pixelBytes) {
        byte[] rgb = new byte[pixels.length / pixelBytes * 3];
        int at = 0;
        for (int from = 0; from < pixels.length; from += pixelBytes) {
            rgb[at++] = pixels[from + 2];
            rgb[at++] = pixels[from + 1];
            rgb[at++] = pixels[from];
        }
        return rgb;
    }

    /** Smooth noise of all sizes, stronger the larger they are, as photographs have it; more in brightness than in colour. */
    private static BufferedImage photo(int height, int width, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] layers = new float[3][height * width];
        for (int layer = 0; layer < 3; layer++) {
            for (int step = 128; step >= 1; step /= 2) {
                double strength = (layer == 0 ? 5 : 1.2) * Math.pow(step, 0.55);
                add(layers[layer], height, width, step, random, strength);
            }
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < height * width; i++) {
            float grey = 128 + layers[0][i];
            int color = level(grey + layers[1][i]) << 16 | level(grey) << 8 | level(grey + layers[2][i]);
            image.setRGB(i % width, i / width, color);
        }
        return image;
    }

    private static void add(float[] layer, int height, int width, int step, SplittableRandom random, double strength) {
        int columns = width / step + 2;
        double[] grid = random.doubles((long) columns * (height / step + 2), -strength, strength).toArray();
        for (int i = 0; i < layer.length; i++) {
            double y = (double) (i / width) / step;
            double x = (double) (i % width) / step;
            int at = (int) y * columns + (int) x;
            double down = y - (int) y;
            double right = x - (int) x;
            double above = grid[at] * (1 - right) + grid[at + 1] * right;
            double below = grid[at + columns] * (1 - right) + grid[at + columns + 1] * right;
            layer[i] += (float) (above * (1 - down) + below * down);
        }
    }

    private static int level(float value) {
        return Math.max(0, Math.min(255, Math.round(value)));
    }

    private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        }
        writer.dispose();
        return bytes.toByteArray();
    }
}
