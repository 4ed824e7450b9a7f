package etude.datasets.generated;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.RandomStream;
import etude.datasets.Target;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Grey images of the digits 0 to 9, drawn with a pen of the example's own: style, slant, size,
 * place, unsteadiness, width, ink and noise. An example is drawn when it is read, as a pure
 * function of its number, the image size and the difficulty; the same number is the same digit at
 * every size. White ink on black, as in MNIST.
 */
public final class GeneratedDigits implements Dataset {
    /** Fixed: whoever generates digits generates these. */
    private static final long SEED = 20_240_229;

    private final DigitStyles styles = new DigitStyles();
    private final ExampleSpec spec;
    private final int first;
    private final int size;
    private final int imageSize;
    private final double difficulty;

    /**
     * Examples number {@code first} to {@code first + size - 1} of the endless series.
     *
     * @param imageSize height and width in pixels
     * @param difficulty distortion and noise, 0 (clean) to 1 (hard); 0.5 is like MNIST
     */
    public GeneratedDigits(int first, int size, int imageSize, double difficulty) {
        Objects.checkFromIndexSize(first, size, Integer.MAX_VALUE);
        this.first = first;
        this.size = size;
        this.imageSize = imageSize;
        this.difficulty = difficulty;
        spec =
                new ExampleSpec(
                        new Features.Image(imageSize, imageSize, 1),
                        new Target.Classes(
                                IntStream.range(0, 10).mapToObj(Integer::toString).toList()));
    }

    @Override
    public ExampleSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int index, Batch batch, int row) {
        Draws draws = draws(index);
        int digit = draws.below(10);
        List<List<Stroke>> ways = styles.of(digit);
        List<Stroke> strokes = ways.get(draws.below(ways.size()));
        Hand hand = new Hand(draws, imageSize, difficulty);
        Canvas canvas = new Canvas(imageSize, hand.radius() + 0.5);
        for (Stroke stroke : strokes) {
            canvas.draw(hand.place(stroke), stroke.curved(), stroke.closed());
        }
        paint(canvas, hand.radius(), draws, batch.images(), row * imageSize * imageSize);
        batch.labels()[row] = digit;
    }

    /** The digit is the first draw. */
    @Override
    public void readTarget(int index, Batch batch, int row) {
        batch.labels()[row] = draws(index).below(10);
    }

    private Draws draws(int index) {
        return new Draws(
                RandomStream.GENERATED.seed(SEED, first + (long) Objects.checkIndex(index, size)));
    }

    /** Ink fades over one pixel at the edge of the pen; noise lies over everything. */
    private void paint(Canvas canvas, double radius, Draws draws, byte[] images, int offset) {
        double ink = draws.between(255 - 110 * difficulty, 255);
        double noise = 50 * difficulty * draws.between(0, 1);
        for (int pixel = 0; pixel < imageSize * imageSize; pixel++) {
            double coverage = Math.max(0, Math.min(1, radius + 0.5 - canvas.distance(pixel)));
            double value = coverage * ink + noise * draws.normal();
            images[offset + pixel] = (byte) Math.max(0, Math.min(255, (int) (value + 0.5)));
        }
    }

    @Override
    public String name(int index) {
        return "generated digit " + (first + (long) Objects.checkIndex(index, size));
    }

    @Override
    public void close() {}
}
