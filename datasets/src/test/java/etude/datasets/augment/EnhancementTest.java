package etude.datasets.augment;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.ArrayImages;
import etude.datasets.Features;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The formulas of colour and geometry on cases made by hand. */
final class EnhancementTest {
    /** What a change makes of grey pixels in a row. */
    private static int[] row(Consumer<Enhancement> change, int... values) {
        return changed(new Features.Image(1, values.length, 1), change, values);
    }

    /** What a change makes of one pixel of three colours. */
    private static int[] pixel(Consumer<Enhancement> change, int... values) {
        return changed(new Features.Image(1, 1, 3), change, values);
    }

    private static int[] changed(
            Features.Image image, Consumer<Enhancement> change, int... values) {
        byte[] bytes = new byte[values.length];
        IntStream.range(0, values.length).forEach(i -> bytes[i] = (byte) values[i]);
        change.accept(new Enhancement(bytes, 0, image));
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
    }

    @Test
    void factorsMoveAwayFromBlackMeanAndGrey() {
        assertThat(row(e -> e.brightness(1.5), 10, 100, 200)).containsExactly(15, 150, 255);
        assertThat(row(e -> e.contrast(2), 10, 20, 60)).containsExactly(0, 10, 90);
        assertThat(row(e -> e.contrast(0), 10, 20, 60)).containsExactly(30, 30, 30);
        // grey by ITU-R BT.601: 0.299 * 100 = 29.9
        assertThat(pixel(e -> e.saturation(0), 100, 0, 0)).containsExactly(30, 30, 30);
        assertThat(pixel(e -> e.saturation(2), 100, 0, 0)).containsExactly(170, 0, 0);
        assertThat(row(e -> e.saturation(2), 10, 20)).containsExactly(10, 20);
    }

    @Test
    void huesTurnOnTheCircle() {
        assertThat(pixel(e -> e.hue(1 / 3.0), 200, 50, 50)).containsExactly(50, 200, 50);
        assertThat(pixel(e -> e.hue(-1 / 3.0), 200, 50, 50)).containsExactly(50, 50, 200);
        assertThat(pixel(e -> e.hue(1 / 6.0), 200, 50, 50)).containsExactly(200, 200, 50);
        assertThat(pixel(e -> e.hue(0.5), 10, 200, 100)).containsExactly(200, 10, 110);
        assertThat(pixel(e -> e.hue(0.5), 70, 70, 70)).containsExactly(70, 70, 70);
        byte[] some = ArrayImages.random(1, new Features.Image(20, 20, 3)).image(0);
        byte[] turned = some.clone();
        Enhancement all = new Enhancement(turned, 0, new Features.Image(20, 20, 3));
        all.hue(0);
        assertThat(turned).isEqualTo(some);
    }

    @Test
    void valuesAreCutInvertedAndStretched() {
        assertThat(row(e -> e.posterize(4), 255, 128, 17, 15)).containsExactly(240, 128, 16, 0);
        assertThat(row(e -> e.solarize(128), 0, 127, 128, 255)).containsExactly(0, 127, 127, 0);
        assertThat(row(Enhancement::autocontrast, 50, 100, 150)).containsExactly(0, 127, 255);
        assertThat(row(Enhancement::autocontrast, 9, 9)).containsExactly(9, 9);
    }

    /** 256 pixels of each of two values: one step a pixel. */
    @Test
    void equalizedValuesAreAsFrequentAsEachOther() {
        int[] values = IntStream.range(0, 512).map(i -> i < 256 ? 10 : 20).toArray();
        int[] becomes = row(Enhancement::equalize, values);
        assertThat(becomes[0]).isZero();
        assertThat(becomes[511]).isEqualTo(255);
        assertThat(row(Enhancement::equalize, 1, 2, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void sharpnessMovesAwayFromTheSmoothedPicture() {
        Features.Image image = new Features.Image(3, 3, 1);
        int[] spot = {0, 0, 0, 0, 130, 0, 0, 0, 0};
        assertThat(changed(image, e -> e.sharpness(0), spot)[4]).isEqualTo(50); // 5 / 13
        assertThat(changed(image, e -> e.sharpness(2), spot))
                .containsExactly(0, 0, 0, 0, 210, 0, 0, 0, 0);
        assertThat(changed(image, e -> e.sharpness(1), spot)).isEqualTo(spot);
    }

    private static int[] moved(Affine affine, int height, int width, int... values) {
        Features.Image image = new Features.Image(height, width, 1);
        return changed(image, e -> affine.apply(e.images(), 0, image), values);
    }

    @Test
    void pixelsAreMovedAndBlackComesIn() {
        int[] numbers = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertThat(moved(Affine.translation(1, 0), 3, 3, numbers))
                .containsExactly(0, 1, 2, 0, 4, 5, 0, 7, 8);
        assertThat(moved(Affine.translation(0, -1), 3, 3, numbers))
                .containsExactly(4, 5, 6, 7, 8, 9, 0, 0, 0);
        Features.Image image = new Features.Image(3, 3, 1);
        assertThat(moved(Affine.rotation(90, image), 3, 3, numbers))
                .containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7); // against the clock
        assertThat(moved(Affine.rotation(180, image), 3, 3, numbers))
                .containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(moved(Affine.shearX(1), 3, 3, numbers)) // rows by 0.5, 1.5 and 2.5
                .containsExactly(2, 3, 0, 6, 0, 0, 0, 0, 0);
        assertThat(moved(Affine.shearY(-1), 3, 3, numbers)) // columns the other way
                .containsExactly(1, 0, 0, 4, 2, 0, 7, 5, 3);
    }
}
