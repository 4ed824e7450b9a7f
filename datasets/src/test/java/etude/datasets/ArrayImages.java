package etude.datasets;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random images in memory; the label of each is its index, so that a row tells where it is from.
 */
public final class ArrayImages implements Dataset {
    private final ExampleSpec spec;
    private final byte[] pixels;

    private ArrayImages(ExampleSpec spec, byte[] pixels) {
        this.spec = spec;
        this.pixels = pixels;
    }

    /** Pixels are never zero, so that padding and cutout show. */
    public static ArrayImages random(int size, Features.Image image) {
        SplittableRandom random = new SplittableRandom(42);
        byte[] pixels = new byte[size * image.elements()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(1, 256);
        }
        List<String> names = IntStream.range(0, size).mapToObj(Integer::toString).toList();
        return new ArrayImages(new ExampleSpec(image, new Target.Classes(names)), pixels);
    }

    @Override
    public ExampleSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return pixels.length / spec.features().elements();
    }

    @Override
    public void read(int index, Batch batch, int row) {
        int elements = spec.features().elements();
        System.arraycopy(pixels, index * elements, batch.images(), row * elements, elements);
        batch.labels()[row] = index;
    }

    /** A copy of one image. */
    public byte[] image(int index) {
        int elements = spec.features().elements();
        byte[] image = new byte[elements];
        System.arraycopy(pixels, index * elements, image, 0, elements);
        return image;
    }

    @Override
    public String name(int index) {
        return "memory, image " + index;
    }

    @Override
    public void close() {}
}
