package etude.datasets.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.ArrayImages;
import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Features;
import etude.datasets.augment.Augmenter;
import etude.datasets.config.AugmentationConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class InputPipelineTest {
    private static final int BATCH_SIZE = 8;
    private static final ArrayImages IMAGES = ArrayImages.random(50, new Features.Image(6, 5, 3));
    private static final List<AugmentationConfig> EVERYTHING =
            List.of(
                    new AugmentationConfig.RandomResizedCrop(0.3, 1, 0.75),
                    new AugmentationConfig.RandomCrop(2),
                    new AugmentationConfig.HorizontalFlip(),
                    new AugmentationConfig.RandAugment(2, 9),
                    new AugmentationConfig.ColorJitter(0.4, 0.4, 0.4, 0.1),
                    new AugmentationConfig.RandomErasing(
                            0.5, 0.1, 0.3, 0.3, AugmentationConfig.Fill.RANDOM),
                    new AugmentationConfig.Cutout(3),
                    new AugmentationConfig.CutMix(1),
                    new AugmentationConfig.Mixup(0.4));

    /** What a batch holds, copied before it is recycled. */
    private record Content(
            long position, int size, String images, String labels, String mixed, String weights) {
        static Content of(Batch batch) {
            return new Content(
                    batch.position(),
                    batch.size(),
                    Arrays.toString(batch.images()),
                    Arrays.toString(batch.labels()),
                    Arrays.toString(batch.mixedLabels()),
                    Arrays.toString(batch.mixWeights()));
        }
    }

    @Test
    void batchesHoldTheExamplesOfTheOrderAcrossEpochEnds() {
        ExampleOrder order = new ExampleOrder(IMAGES.size(), 1);
        try (InputPipeline pipeline = new InputPipeline(request(IMAGES, List.of(), 0, 2))) {
            for (long step = 0; step < 30; step++) {
                Batch batch = pipeline.next();
                assertThat(batch.position()).isEqualTo(step * BATCH_SIZE);
                assertThat(batch.size()).isEqualTo(BATCH_SIZE);
                assertThat(batch.mixed()).isFalse();
                for (int row = 0; row < BATCH_SIZE; row++) {
                    int index = order.index(step * BATCH_SIZE + row);
                    assertThat(batch.labels()[row]).isEqualTo(index);
                    assertThat(row(batch, row)).isEqualTo(IMAGES.image(index));
                }
                pipeline.recycle(batch);
            }
        }
    }

    @Test
    void theNumberOfWorkersChangesNothing() {
        List<Content> alone = contents(request(IMAGES, EVERYTHING, 0, 1), 100);
        assertThat(contents(request(IMAGES, EVERYTHING, 0, 4), 100)).isEqualTo(alone);
    }

    @Test
    void startingLaterEqualsContinuing() {
        List<Content> whole = contents(request(IMAGES, EVERYTHING, 0, 2), 40);
        assertThat(contents(request(IMAGES, EVERYTHING, 17, 2), 23))
                .isEqualTo(whole.subList(17, 40));
    }

    /** Also where rows are mixed with those of other ranks, and a rank takes several passes. */
    @ParameterizedTest
    @CsvSource({"2, 1", "4, 1", "2, 2", "1, 4"})
    void ranksTogetherMakeWhatOneAloneMakes(int ranks, int passes) {
        for (List<AugmentationConfig> augment :
                List.of(List.<AugmentationConfig>of(), EVERYTHING)) {
            List<List<String>> whole = rows(request(augment, BatchShare.whole(BATCH_SIZE)));
            for (int rank = 0; rank < ranks; rank++) {
                BatchShare share = new BatchShare(BATCH_SIZE, rank, ranks, passes);
                List<List<String>> own = rows(request(augment, share));
                for (int step = 0; step < own.size(); step++) {
                    List<String> expected = whole.get(step);
                    assertThat(own.get(step))
                            .isEqualTo(
                                    IntStream.range(0, share.rows())
                                            .mapToObj(row -> expected.get(share.row(row)))
                                            .toList());
                }
            }
        }
    }

    @Test
    void aShareIsOfEqualBlocks() {
        assertThatThrownBy(() -> new BatchShare(8, 0, 3, 1))
                .hasMessageContaining("multiple of 3, found 8");
        assertThatThrownBy(() -> new BatchShare(8, 2, 2, 1)).hasMessageContaining("rank 2 of 2");
    }

    @Test
    void holdingEveryBatchIsAnErrorInsteadOfAHang() {
        try (InputPipeline pipeline = new InputPipeline(request(IMAGES, List.of(), 0, 1))) {
            for (int held = 0; held < 3; held++) {
                assertThat(pipeline.next().position()).isEqualTo((long) held * BATCH_SIZE);
            }
            assertThatThrownBy(pipeline::next).hasMessageContaining("recycle one before next");
        }
    }

    @Test
    void aForeignBatchIsNotRecycled() {
        try (InputPipeline pipeline = new InputPipeline(request(IMAGES, List.of(), 0, 1))) {
            Batch foreign = new Batch(IMAGES.spec(), BATCH_SIZE);
            assertThatThrownBy(() -> pipeline.recycle(foreign)).hasMessageContaining("not lent");
        }
    }

    @Test
    void anOrderForAnotherSizeIsRefused() {
        ExampleOrder order = new ExampleOrder(49, 1);
        Augmenter none = Augmenter.of(List.of(), IMAGES.spec(), 1);
        assertThatThrownBy(() -> new PipelineRequest(IMAGES, order, none, 1, 0, 1, 1))
                .hasMessageContaining("order is for 49 examples, the data set has 50");
    }

    @Test
    void timeStoodStillIsCounted() {
        try (InputPipeline pipeline = new InputPipeline(request(IMAGES, EVERYTHING, 0, 1))) {
            assertThat(pipeline.waitedNanoseconds()).isZero();
            pipeline.recycle(pipeline.next());
            assertThat(pipeline.waitedNanoseconds()).isPositive();
        }
    }

    private static PipelineRequest request(
            Dataset dataset, List<AugmentationConfig> augment, long firstStep, int workers) {
        return new PipelineRequest(
                dataset,
                new ExampleOrder(dataset.size(), 1),
                Augmenter.of(augment, dataset.spec(), 1),
                BATCH_SIZE,
                firstStep,
                workers,
                2);
    }

    private static List<Content> contents(PipelineRequest request, int steps) {
        List<Content> contents = new ArrayList<>();
        try (InputPipeline pipeline = new InputPipeline(request)) {
            for (int step = 0; step < steps; step++) {
                Batch batch = pipeline.next();
                contents.add(Content.of(batch));
                pipeline.recycle(batch);
            }
        }
        return contents;
    }

    private static PipelineRequest request(List<AugmentationConfig> augment, BatchShare share) {
        return new PipelineRequest(
                IMAGES,
                new ExampleOrder(IMAGES.size(), 1),
                Augmenter.of(augment, IMAGES.spec(), 1),
                share,
                0,
                2,
                2);
    }

    /** All that there is of each row of some batches. */
    private static List<List<String>> rows(PipelineRequest request) {
        List<List<String>> rows = new ArrayList<>();
        try (InputPipeline pipeline = new InputPipeline(request)) {
            for (int step = 0; step < 20; step++) {
                Batch batch = pipeline.next();
                rows.add(
                        IntStream.range(0, batch.size())
                                .mapToObj(
                                        row ->
                                                "%s %s %s %s"
                                                        .formatted(
                                                                Arrays.toString(row(batch, row)),
                                                                batch.labels()[row],
                                                                batch.mixedLabels()[row],
                                                                batch.mixWeights()[row]))
                                .toList());
                pipeline.recycle(batch);
            }
        }
        return rows;
    }

    private static byte[] row(Batch batch, int row) {
        int elements = batch.spec().features().elements();
        return Arrays.copyOfRange(batch.images(), row * elements, (row + 1) * elements);
    }
}
