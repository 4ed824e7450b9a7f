package etude.datasets.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.ArrayImages;
import etude.datasets.Batch;
import etude.datasets.Features;
import etude.datasets.augment.Augmenter;
import etude.datasets.augment.NaiveAugmentation;
import etude.datasets.config.AugmentationConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each operation against its definition, as it comes out of the whole pipeline. */
@Timeout(60)
final class AugmentedPipelineTest {
    private static final int STEPS = 40;
    private static final Features.Image SHAPE = new Features.Image(6, 5, 3);
    private static final ArrayImages IMAGES = ArrayImages.random(50, SHAPE);

    @Test
    void randomCrop() {
        Set<Integer> places = new HashSet<>();
        forEachRow(
                new AugmentationConfig.RandomCrop(2),
                (row, original) -> {
                    List<byte[]> crops = new ArrayList<>();
                    for (int place = 0; place < 25; place++) {
                        crops.add(NaiveAugmentation.crop(original, SHAPE, 2, place / 5, place % 5));
                    }
                    places.add(placeOf(row, crops));
                });
        assertThat(places).hasSize(25);
    }

    @Test
    void horizontalFlip() {
        Set<Integer> places = new HashSet<>();
        forEachRow(
                new AugmentationConfig.HorizontalFlip(),
                (row, original) ->
                        places.add(
                                placeOf(
                                        row,
                                        List.of(
                                                original,
                                                NaiveAugmentation.mirror(original, SHAPE)))));
        assertThat(places).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void cutout() {
        Set<Integer> places = new HashSet<>();
        forEachRow(
                new AugmentationConfig.Cutout(3),
                (row, original) -> {
                    List<byte[]> cuts = new ArrayList<>();
                    for (int place = 0; place < 30; place++) {
                        cuts.add(
                                NaiveAugmentation.cutout(original, SHAPE, 3, place / 5, place % 5));
                    }
                    places.add(placeOf(row, cuts));
                });
        assertThat(places).hasSizeGreaterThan(25);
    }

    @Test
    void mixup() {
        forEachBatch(
                new AugmentationConfig.Mixup(0.4),
                batch -> {
                    assertThat(batch.mixed()).isTrue();
                    for (int row = 0; row < batch.size(); row++) {
                        byte[] first = IMAGES.image(batch.labels()[row]);
                        byte[] second = IMAGES.image(batch.mixedLabels()[row]);
                        assertThat(row(batch, row))
                                .isEqualTo(
                                        NaiveAugmentation.blend(
                                                first, second, batch.mixWeights()[row]));
                    }
                });
    }

    @Test
    void anExampleLooksDifferentInEachEpoch() {
        Set<String> looks = new HashSet<>();
        forEachBatch(
                new AugmentationConfig.RandomCrop(2),
                batch -> {
                    for (int row = 0; row < batch.size(); row++) {
                        if (batch.labels()[row] == 7) {
                            looks.add(Arrays.toString(row(batch, row)));
                        }
                    }
                });
        assertThat(looks).hasSizeGreaterThan(3);
    }

    private interface RowCheck {
        void check(byte[] row, byte[] original);
    }

    private static void forEachRow(AugmentationConfig config, RowCheck check) {
        forEachBatch(
                config,
                batch -> {
                    for (int row = 0; row < batch.size(); row++) {
                        check.check(row(batch, row), IMAGES.image(batch.labels()[row]));
                    }
                });
    }

    private static void forEachBatch(AugmentationConfig config, Consumer<Batch> check) {
        Augmenter augmenter = Augmenter.of(List.of(config), IMAGES.spec(), 1);
        ExampleOrder order = new ExampleOrder(IMAGES.size(), 1);
        PipelineRequest request = new PipelineRequest(IMAGES, order, augmenter, 8, 0, 2, 2);
        try (InputPipeline pipeline = new InputPipeline(request)) {
            for (int step = 0; step < STEPS; step++) {
                Batch batch = pipeline.next();
                check.accept(batch);
                pipeline.recycle(batch);
            }
        }
    }

    private static int placeOf(byte[] image, List<byte[]> candidates) {
        for (int place = 0; place < candidates.size(); place++) {
            if (Arrays.equals(image, candidates.get(place))) {
                return place;
            }
        }
        throw new AssertionError("the image is none of the candidates");
    }

    private static byte[] row(Batch batch, int row) {
        int elements = SHAPE.elements();
        return Arrays.copyOfRange(batch.images(), row * elements, (row + 1) * elements);
    }
}
