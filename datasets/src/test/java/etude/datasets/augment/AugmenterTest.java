package etude.datasets.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.ArrayImages;
import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.config.AugmentationConfig;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AugmenterTest {
    private static final Features.Image SHAPE = new Features.Image(8, 8, 3);
    private static final ArrayImages IMAGES = ArrayImages.random(130, SHAPE);
    private static final AugmentationConfig CROP = new AugmentationConfig.RandomCrop(4);
    private static final AugmentationConfig MIXUP = new AugmentationConfig.Mixup(0.4);

    @Test
    void noAugmentationFitsEveryDataSetAndChangesNothing() {
        ExampleSpec numbers = new ExampleSpec(new Features.Vector(3), new Target.Value());
        assertThat(Augmenter.of(List.of(), numbers, 1).mixes()).isFalse();
        assertThat(augmented(List.of(), 1, 0, 5)).isEqualTo(IMAGES.image(5));
    }

    @Test
    void sameSeedEpochAndIndexGiveTheSameImageInAnyRow() {
        byte[] expected = augmented(List.of(CROP), 1, 2, 5);
        Augmenter augmenter = Augmenter.of(List.of(CROP), IMAGES.spec(), 1);
        Batch batch = batch(10);
        IMAGES.read(5, batch, 9);
        augmenter.augment(batch, 9, 2, 5, Optional.empty());
        assertThat(batch.images()).endsWith(expected);
    }

    @Test
    void seedEpochAndIndexEachChangeTheNumbersDrawn() {
        assertThat(countDistinct(value -> augmented(List.of(CROP), value, 0, 5))).isGreaterThan(40);
        assertThat(countDistinct(value -> augmented(List.of(CROP), 1, value, 5))).isGreaterThan(40);
        byte[] black = IMAGES.image(0);
        assertThat(
                        countDistinct(
                                value -> {
                                    Batch batch = batch(1);
                                    System.arraycopy(black, 0, batch.images(), 0, black.length);
                                    augmenter(List.of(CROP), 1)
                                            .augment(batch, 0, 0, value, Optional.empty());
                                    return batch.images();
                                }))
                .isGreaterThan(40);
    }

    @Test
    void operationsRunInTheOrderOfTheList() {
        AugmentationConfig cutout = new AugmentationConfig.Cutout(4);
        Set<Integer> cropThenCut = new HashSet<>();
        for (int epoch = 0; epoch < 50; epoch++) {
            byte[] cutLast = augmented(List.of(CROP, cutout), 1, epoch, 5);
            byte[] cropOnly = augmented(List.of(CROP), 1, epoch, 5);
            int changed = 0;
            for (int i = 0; i < cutLast.length; i++) {
                assertThat(cutLast[i]).isIn(cropOnly[i], (byte) 0);
                changed += cutLast[i] == cropOnly[i] ? 0 : 1;
            }
            cropThenCut.add(changed);
        }
        assertThat(cropThenCut).hasSizeGreaterThan(5);
    }

    /**
     * Sizes with and without common divisors, so that rotations of one and of many cycles occur.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 12, 128, 130})
    void mixupBlendsEveryRowWithTheRowItNames(int rows) {
        for (long position = 0; position < 20; position++) {
            Batch batch = batch(rows);
            batch.begin(position, rows, true);
            IntStream.range(0, rows).forEach(row -> IMAGES.read(row, batch, row));
            augmenter(List.of(MIXUP), 1).mixing(position, batch.size()).orElseThrow().apply(batch);
            byte[] expected = new byte[rows * SHAPE.elements()];
            for (int row = 0; row < rows; row++) {
                byte[] first = IMAGES.image(row);
                byte[] second = IMAGES.image(batch.mixedLabels()[row]);
                byte[] blend = NaiveAugmentation.blend(first, second, batch.mixWeights()[row]);
                System.arraycopy(blend, 0, expected, row * blend.length, blend.length);
                assertThat(batch.labels()[row]).isEqualTo(row);
            }
            assertThat(batch.images()).isEqualTo(expected);
            assertThat(batch.mixedLabels()).doesNotHaveDuplicates();
        }
    }

    @Test
    void mixupDrawsNewPartnersAndWeightsForEachBatch() {
        Set<Integer> partners = new HashSet<>();
        Set<Float> weights = new HashSet<>();
        for (long position = 0; position < 50; position++) {
            Batch batch = batch(100);
            batch.begin(position, 100, true);
            IntStream.range(0, 100).forEach(row -> IMAGES.read(row, batch, row));
            augmenter(List.of(MIXUP), 1).mixing(position, batch.size()).orElseThrow().apply(batch);
            partners.add(batch.mixedLabels()[0]);
            weights.add(batch.mixWeights()[0]);
        }
        assertThat(partners).hasSizeGreaterThan(30).doesNotContain(0);
        assertThat(weights).hasSizeGreaterThan(40);
    }

    @Test
    void onlyImagesCanBeAugmented() {
        Target classes = new Target.Classes(List.of("a", "b"));
        assertRefused(CROP, new ExampleSpec(new Features.Vector(3), classes), "are vectors");
        assertRefused(
                CROP,
                new ExampleSpec(new Features.Tokens(8, 9), new Target.NextToken(9)),
                "are text");
    }

    @Test
    void mixupNeedsClassesAndStandsOnce() {
        ExampleSpec regression = new ExampleSpec(SHAPE, new Target.Value());
        assertRefused(MIXUP, regression, "mixup in dataset.augment blends classes");
        assertThatThrownBy(() -> augmenter(List.of(MIXUP, MIXUP), 1))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("may hold mixup once, found 2");
    }

    @Test
    void paddingMayNotExceedTheImage() {
        assertRefused(
                new AugmentationConfig.RandomCrop(9),
                IMAGES.spec(),
                "padding of random_crop must be at most 8 for images of 8x8, found 9");
    }

    private static void assertRefused(AugmentationConfig config, ExampleSpec spec, String message) {
        assertThatThrownBy(() -> Augmenter.of(List.of(config), spec, 1))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(message);
    }

    private interface Images {
        byte[] of(int value);
    }

    private static long countDistinct(Images images) {
        return IntStream.range(0, 100)
                .mapToObj(value -> Arrays.toString(images.of(value)))
                .distinct()
                .count();
    }

    private static byte[] augmented(
            List<AugmentationConfig> configs, long seed, long epoch, int index) {
        Batch batch = batch(1);
        IMAGES.read(index, batch, 0);
        augmenter(configs, seed).augment(batch, 0, epoch, index, Optional.empty());
        return batch.images();
    }

    private static Augmenter augmenter(List<AugmentationConfig> configs, long seed) {
        return Augmenter.of(configs, IMAGES.spec(), seed);
    }

    private static Batch batch(int rows) {
        return new Batch(IMAGES.spec(), rows);
    }
}
