package etude.datasets.augment;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.ArrayImages;
import etude.datasets.Features;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ImageOperationTest {
    private static final Features.Image SHAPE = new Features.Image(6, 5, 3);
    private static final byte[] INPUT = ArrayImages.random(1, SHAPE).image(0);

    /** Bytes before and after the image, which no operation may touch. */
    private static final int MARGIN = 40;

    @Test
    void everyShiftEqualsCroppingThePaddedImage() {
        for (int channels : new int[] {1, 3}) {
            Features.Image shape = new Features.Image(6, 5, channels);
            byte[] input = ArrayImages.random(1, shape).image(0);
            RandomCrop crop = new RandomCrop(shape, 7);
            for (int top = 0; top <= 14; top++) {
                for (int left = 0; left <= 14; left++) {
                    byte[] framed = framed(input);
                    crop.shift(framed, MARGIN, top - 7, left - 7);
                    assertThat(unframed(framed))
                            .isEqualTo(NaiveAugmentation.crop(input, shape, 7, top, left));
                }
            }
        }
    }

    @Test
    void randomCropReachesEveryPlaceAboutEquallyOften() {
        int[] counts = new int[25];
        for (int seed = 0; seed < 5000; seed++) {
            byte[] output = applied(new RandomCrop(SHAPE, 2), seed);
            int place = -1;
            for (int candidate = 0; candidate < 25; candidate++) {
                byte[] expected =
                        NaiveAugmentation.crop(INPUT, SHAPE, 2, candidate / 5, candidate % 5);
                place = Arrays.equals(output, expected) ? candidate : place;
            }
            assertThat(place).as("no crop gives this image").isNotNegative();
            counts[place]++;
        }
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(140, 260));
    }

    @Test
    void horizontalFlipMirrorsHalfOfTheTime() {
        byte[] mirrored = NaiveAugmentation.mirror(INPUT, SHAPE);
        int flips = 0;
        for (int seed = 0; seed < 2000; seed++) {
            byte[] output = applied(new HorizontalFlip(SHAPE), seed);
            assertThat(output).isIn(INPUT, mirrored);
            flips += Arrays.equals(output, mirrored) ? 1 : 0;
        }
        assertThat(flips).isBetween(900, 1100);
    }

    @Test
    void mirrorsEvenAndOddWidthsOfAnyChannels() {
        for (int width = 1; width <= 8; width++) {
            for (int channels = 1; channels <= 4; channels++) {
                Features.Image shape = new Features.Image(3, width, channels);
                byte[] input = ArrayImages.random(1, shape).image(0);
                byte[] framed = framed(input);
                new HorizontalFlip(shape).mirror(framed, MARGIN);
                assertThat(unframed(framed)).isEqualTo(NaiveAugmentation.mirror(input, shape));
            }
        }
    }

    @Test
    void cutoutBlanksASquareAroundAnyPixelClippedAtTheBorder() {
        for (int size : new int[] {1, 2, 3, 4, 20}) {
            Set<String> expected = new HashSet<>();
            for (int y = 0; y < SHAPE.height(); y++) {
                for (int x = 0; x < SHAPE.width(); x++) {
                    byte[] cut = NaiveAugmentation.cutout(INPUT, SHAPE, size, y, x);
                    expected.add(Arrays.toString(cut));
                }
            }
            Set<String> found = new HashSet<>();
            for (int seed = 0; seed < 1000; seed++) {
                found.add(Arrays.toString(applied(new Cutout(SHAPE, size), seed)));
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    private static byte[] applied(ImageOperation operation, long seed) {
        byte[] framed = framed(INPUT);
        operation.apply(framed, MARGIN, new SplittableRandom(seed));
        return unframed(framed);
    }

    private static byte[] framed(byte[] image) {
        byte[] framed = new byte[image.length + 2 * MARGIN];
        Arrays.fill(framed, (byte) 77);
        System.arraycopy(image, 0, framed, MARGIN, image.length);
        return framed;
    }

    private static byte[] unframed(byte[] framed) {
        byte[] margin = new byte[MARGIN];
        Arrays.fill(margin, (byte) 77);
        assertThat(framed).startsWith(margin).endsWith(margin);
        return Arrays.copyOfRange(framed, MARGIN, framed.length - MARGIN);
    }
}
