package etude.datasets.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.ArrayImages;
import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.AugmentationConfig.Fill;
import etude.datasets.image.Box;
import etude.datasets.image.Picture;
import etude.datasets.image.Resampling;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is drawn, and that it stays within the image. */
final class RandomChangesTest {
    private static final Features.Image SHAPE = new Features.Image(12, 9, 3);
    private static final byte[] INPUT = ArrayImages.random(1, SHAPE).image(0);
    private static final int MARGIN = 40;
    private static final ArrayImages IMAGES = ArrayImages.random(40, SHAPE);

    private static final List<ImageOperation> OPERATIONS =
            List.of(
                    new RandomResizedCrop(SHAPE, 0.08, 1, 0.75),
                    new ColorJitter(SHAPE, 0.4, 0.4, 0.4, 0.1),
                    new RandomErasing(SHAPE, 0.5, 0.02, 0.33, 0.3, Fill.RANDOM),
                    new RandAugment(SHAPE, 2, 9));

    private static byte[] applied(ImageOperation operation, long seed) {
        byte[] framed = new byte[INPUT.length + 2 * MARGIN];
        Arrays.fill(framed, (byte) 77);
        System.arraycopy(INPUT, 0, framed, MARGIN, INPUT.length);
        operation.apply(framed, MARGIN, new SplittableRandom(seed));
        for (int i = 0; i < MARGIN; i++) {
            assertThat(framed[i]).isEqualTo((byte) 77);
            assertThat(framed[framed.length - 1 - i]).isEqualTo((byte) 77);
        }
        return Arrays.copyOfRange(framed, MARGIN, MARGIN + INPUT.length);
    }

    @Test
    void equalSeedsGiveEqualImagesAndOthersOthers() {
        for (ImageOperation operation : OPERATIONS) {
            Set<String> different = new HashSet<>();
            for (int seed = 0; seed < 60; seed++) {
                byte[] once = applied(operation, seed);
                assertThat(applied(operation, seed)).isEqualTo(once);
                different.add(Arrays.toString(once));
            }
            assertThat(different).as(operation.toString()).hasSizeGreaterThan(20);
        }
    }

    /** Areas are uniform, and so are logarithms of shapes: both means are known. */
    @Test
    void cropsHaveTheAreasAndShapesThatWereAskedFor() {
        RandomResizedCrop crop = new RandomResizedCrop(SHAPE, 0.2, 0.6, 0.75);
        SplittableRandom random = new SplittableRandom(5);
        double areas = 0;
        double shapes = 0;
        int draws = 4000;
        for (int i = 0; i < draws; i++) {
            Box box = crop.box(1000, 1000, random);
            double area = box.height() * box.width() / 1e6;
            double shape = box.width() / box.height();
            assertThat(area).isBetween(0.199, 0.601);
            assertThat(shape).isBetween(0.745, 1.34);
            assertThat(box.top() + box.height()).isLessThanOrEqualTo(1000);
            assertThat(box.left() + box.width()).isLessThanOrEqualTo(1000);
            areas += area / draws;
            shapes += Math.log(shape) / draws;
        }
        assertThat(areas).isCloseTo(0.4, within(4 * 0.4 / Math.sqrt(12 * draws)));
        assertThat(shapes).isCloseTo(0, within(4 * 0.576 / Math.sqrt(12 * draws)));
    }

    @Test
    void whatCannotBeCutIsTakenFromTheMiddle() {
        RandomResizedCrop crop = new RandomResizedCrop(SHAPE, 1, 1, 0.75);
        SplittableRandom random = new SplittableRandom(5);
        assertThat(crop.box(100, 400, random)).isEqualTo(new Box(0, 133, 100, 133));
        assertThat(crop.box(400, 100, random)).isEqualTo(new Box(133, 0, 133, 100));
        assertThat(new RandomResizedCrop(SHAPE, 1, 1, 1).box(30, 30, random))
                .isEqualTo(new Box(0, 0, 30, 30));
    }

    /** A picture that was squeezed to half its width is cut as if it had not been. */
    @Test
    void cropsOfWholePicturesHaveThePicturesShape() {
        Features.Image out = new Features.Image(2, 2, 1);
        byte[] wide = new byte[4 * 8];
        byte[] squeezed = new byte[4 * 4];
        for (int i = 0; i < 32; i++) {
            wide[i] = (byte) (10 * (i % 8));
        }
        Picture picture = new Picture(wide, 0, 4, 8, 1);
        Resampling.resample(picture, Box.all(picture), squeezed, 0, 4, 4);
        RandomResizedCrop crop = new RandomResizedCrop(out, 0.5, 0.5, 1); // squares of four
        for (int seed = 0; seed < 20; seed++) {
            byte[] direct = new byte[4];
            byte[] byTheSqueezed = new byte[4];
            crop.apply(picture, direct, 0, new SplittableRandom(seed));
            crop.apply(
                    new Picture(squeezed, 0, 4, 4, 1, 4, 8),
                    byTheSqueezed,
                    0,
                    new SplittableRandom(seed));
            for (int i = 0; i < 4; i++) {
                assertThat((int) byTheSqueezed[i]).isCloseTo(direct[i], within(8));
            }
        }
    }

    @Test
    void anErasedRectangleHasTheAreaThatWasAskedFor() {
        RandomErasing erasing = new RandomErasing(SHAPE, 1, 0.1, 0.3, 0.5, Fill.ZERO);
        for (int seed = 0; seed < 50; seed++) {
            byte[] framed = new byte[SHAPE.elements()];
            Arrays.fill(framed, (byte) 1);
            erasing.apply(framed, 0, new SplittableRandom(seed));
            double share = IntStream.range(0, framed.length).filter(i -> framed[i] == 0).count();
            assertThat(share / framed.length).isBetween(0.05, 0.38); // whole pixels of few
        }
        assertThat(applied(new RandomErasing(SHAPE, 0, 0.1, 0.3, 0.5, Fill.RANDOM), 3))
                .isEqualTo(INPUT);
    }

    @ParameterizedTest
    @EnumSource(RandAugment.Kind.class)
    void strengthIsMeasuredFromNothing(RandAugment.Kind kind) {
        byte[] weakest = INPUT.clone();
        new RandAugment(SHAPE, 1, 0).apply(kind, 1, weakest, 0);
        byte[] strongest = INPUT.clone();
        new RandAugment(SHAPE, 1, RandAugment.LARGEST).apply(kind, -1, strongest, 0);

        boolean anyway = kind == RandAugment.Kind.AUTOCONTRAST || kind == RandAugment.Kind.EQUALIZE;
        if (!anyway && kind != RandAugment.Kind.SOLARIZE) { // which inverts white at once
            assertThat(weakest).isEqualTo(INPUT);
        }
        assertThat(Arrays.equals(strongest, INPUT))
                .isEqualTo(kind == RandAugment.Kind.IDENTITY || unchanged(kind));
    }

    /** Random bytes fill the whole range, and there are fewer than one step needs. */
    private static boolean unchanged(RandAugment.Kind kind) {
        return kind == RandAugment.Kind.EQUALIZE;
    }

    private static Batch mixed(long position, AugmentationConfig... configs) {
        Batch batch = new Batch(IMAGES.spec(), 30);
        batch.begin(position, 30, true);
        IntStream.range(0, 30).forEach(row -> IMAGES.read(row, batch, row));
        Augmenter.of(List.of(configs), IMAGES.spec(), 1)
                .mixing(position, batch.size())
                .orElseThrow()
                .apply(batch);
        return batch;
    }

    @Test
    void cutmixTakesEachPixelFromOneImageAndWeighsByArea() {
        Batch batch = mixed(0, new AugmentationConfig.CutMix(1));
        Set<Float> weights = new HashSet<>();
        for (int row = 0; row < 30; row++) {
            byte[] first = IMAGES.image(row);
            byte[] second = IMAGES.image(batch.mixedLabels()[row]);
            int kept = 0;
            for (int i = 0; i < first.length; i++) {
                byte found = batch.images()[row * first.length + i];
                assertThat(found).isIn(first[i], second[i]);
                kept += found == first[i] ? 1 : 0;
            }
            float weight = batch.mixWeights()[row];
            assertThat(kept / (double) first.length).isBetween(weight - 1e-6, weight + 0.03);
            weights.add(weight);
        }
        assertThat(weights).hasSizeGreaterThan(10);
        assertThat(batch.mixedLabels()).doesNotHaveDuplicates();
    }

    /** Half of 12 x 9 is 6 x 4, around the pixel and cut off at the edge. */
    @Test
    void thePatchOfCutmixIsCutOffAtTheEdge() {
        CutMix cutmix = new CutMix(SHAPE, 1);
        assertThat(cutmix.patch(0.5, 6, 4)).isEqualTo(new CutMix.Patch(3, 2, 9, 6));
        assertThat(cutmix.patch(0.5, 0, 8)).isEqualTo(new CutMix.Patch(0, 6, 3, 9));
        assertThat(cutmix.patch(1, 6, 4).area()).isEqualTo(12 * 8);
        assertThat(cutmix.patch(0, 6, 4).area()).isZero();
    }

    @Test
    void besideMixupEachBatchGetsOneOfBoth() {
        Set<Boolean> blended = new HashSet<>();
        for (long position = 0; position < 10; position++) {
            Batch batch =
                    mixed(
                            position,
                            new AugmentationConfig.Mixup(1),
                            new AugmentationConfig.CutMix(1));
            byte[] first = IMAGES.image(0);
            byte[] second = IMAGES.image(batch.mixedLabels()[0]);
            blended.add(
                    IntStream.range(0, first.length)
                            .anyMatch(
                                    i ->
                                            batch.images()[i] != first[i]
                                                    && batch.images()[i] != second[i]));
        }
        assertThat(blended).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void mistakesAreSentences() {
        ExampleSpec spec = IMAGES.spec();
        AugmentationConfig crop = new AugmentationConfig.RandomResizedCrop(0.1, 1, 0.75);
        assertRefused(
                List.of(new AugmentationConfig.HorizontalFlip(), crop),
                spec,
                "random_resized_crop in dataset.augment must be the first operation, found it in place 2");
        AugmentationConfig cutmix = new AugmentationConfig.CutMix(1);
        assertRefused(List.of(cutmix, cutmix), spec, "may hold cutmix once, found 2");
        assertRefused(
                List.of(cutmix),
                new ExampleSpec(SHAPE, new Target.Value()),
                "cutmix in dataset.augment blends classes");
        assertThatThrownBy(() -> new AugmentationConfig.RandomResizedCrop(0.5, 0.1, 0.75))
                .hasMessage("scale_min: expected at most scale_max 0.1, found 0.5");
    }

    private static void assertRefused(
            List<AugmentationConfig> configs, ExampleSpec spec, String message) {
        assertThatThrownBy(() -> Augmenter.of(configs, spec, 1))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(message);
    }
}
