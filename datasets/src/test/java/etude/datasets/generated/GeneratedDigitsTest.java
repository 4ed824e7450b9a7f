package etude.datasets.generated;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Features;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedDigitsTest {
    private static final long INK_OF_THE_FIRST_64 = 2_048_555;

    @Test
    void exampleIsAPureFunctionOfItsNumber() {
        Dataset digits = new GeneratedDigits(0, 100, 28, 0.5);
        Dataset later = new GeneratedDigits(40, 60, 28, 0.5);

        assertThat(image(digits, 42)).isEqualTo(image(digits, 42)).isEqualTo(image(later, 2));
        assertThat(label(digits, 42)).isEqualTo(label(later, 2));
        assertThat(image(digits, 42)).isNotEqualTo(image(digits, 43));
        assertThat(later.name(2)).isEqualTo("generated digit 42");
    }

    @Test
    void numbersAreTheSameOnEveryMachine() {
        Dataset digits = new GeneratedDigits(0, 64, 28, 0.5);
        long sum = IntStream.range(0, 64).mapToLong(index -> inkOf(image(digits, index))).sum();

        assertThat(IntStream.range(0, 8).map(index -> label(digits, index)))
                .containsExactly(2, 3, 2, 4, 8, 3, 0, 2);
        assertThat(sum).isEqualTo(INK_OF_THE_FIRST_64);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 28, 64, 512})
    void sameDigitAtEverySizeCoversItsShareOfTheImage(int size) {
        Dataset digits = new GeneratedDigits(0, 20, size, 0);

        assertThat(digits.spec().features()).isEqualTo(new Features.Image(size, size, 1));
        for (int index = 0; index < digits.size(); index++) {
            assertThat(label(digits, index))
                    .isEqualTo(label(new GeneratedDigits(0, 20, 28, 0), index));
            double share = inkOf(image(digits, index)) / (255.0 * size * size);
            assertThat(share).as(digits.name(index)).isBetween(0.03, 0.25);
        }
    }

    @Test
    void classesAreBalancedAndNamedByTheirDigits() {
        Dataset digits = new GeneratedDigits(0, 5000, 8, 0.5);
        int[] counts = new int[10];
        IntStream.range(0, 5000).forEach(index -> counts[label(digits, index)]++);

        // 500 expected in each; the standard deviation is 21.
        assertThat(IntStream.of(counts).allMatch(count -> count > 400 && count < 600)).isTrue();
    }

    @Test
    void cleanDigitsAreNearerToTheirClassMeanThanToOthers() {
        Dataset training = new GeneratedDigits(0, 3000, 16, 0);
        Dataset test = new GeneratedDigits(3000, 300, 16, 0);
        double[][] means = classMeans(training);

        long right =
                IntStream.range(0, test.size())
                        .filter(index -> nearest(means, image(test, index)) == label(test, index))
                        .count();

        assertThat(right).isGreaterThan(240);
    }

    @Test
    void difficultyOneAddsNoiseThatDifficultyZeroHasNot() {
        Batch clean = read(new GeneratedDigits(0, 1, 28, 0), 0);
        Batch hard = read(new GeneratedDigits(0, 1, 28, 1), 0);

        assertThat(clean.images()[0]).isZero();
        assertThat(IntStream.range(0, 28).filter(pixel -> hard.images()[pixel] != 0).count())
                .isPositive();
    }

    @Test
    void manyThreadsReadTheSameAsOne() {
        Dataset digits = new GeneratedDigits(0, 400, 28, 0.7);
        long[] alone = IntStream.range(0, 400).mapToLong(i -> inkOf(image(digits, i))).toArray();
        long[] together =
                IntStream.range(0, 400)
                        .parallel()
                        .mapToLong(i -> inkOf(image(digits, i)))
                        .toArray();

        assertThat(together).isEqualTo(alone);
    }

    private static double[][] classMeans(Dataset digits) {
        double[][] means = new double[10][digits.spec().features().elements()];
        for (int index = 0; index < digits.size(); index++) {
            byte[] image = image(digits, index);
            double[] mean = means[label(digits, index)];
            for (int pixel = 0; pixel < image.length; pixel++) {
                mean[pixel] += 10.0 * (image[pixel] & 0xFF) / digits.size();
            }
        }
        return means;
    }

    private static int nearest(double[][] means, byte[] image) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int digit = 0; digit < means.length; digit++) {
            double distance = 0;
            for (int pixel = 0; pixel < image.length; pixel++) {
                double difference = means[digit][pixel] - (image[pixel] & 0xFF);
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = digit;
            }
        }
        return best;
    }

    private static long inkOf(byte[] image) {
        long sum = 0;
        for (byte value : image) {
            sum += value & 0xFF;
        }
        return sum;
    }

    private static Batch read(Dataset digits, int index) {
        Batch batch = new Batch(digits.spec(), 1);
        digits.read(index, batch, 0);
        return batch;
    }

    private static byte[] image(Dataset digits, int index) {
        return read(digits, index).images();
    }

    private static int label(Dataset digits, int index) {
        return read(digits, index).labels()[0];
    }
}
