package etude.datasets.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.ArrayImages;
import etude.datasets.Batch;
import etude.datasets.Features;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class EvaluationBatchesTest {
    private static final Features.Image SHAPE = new Features.Image(6, 5, 1);

    @ParameterizedTest
    @CsvSource({"50, 8, 1, 2", "50, 8, 4, 2", "48, 8, 2, 0", "3, 8, 2, 3", "1, 1, 3, 0"})
    void everyExampleComesOnceInOrderAndOnlyTheLastBatchIsPartial(
            int size, int batchSize, int workers, int rest) {
        ArrayImages images = ArrayImages.random(size, SHAPE);
        List<Integer> labels = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        try (EvaluationBatches batches = new EvaluationBatches(images, batchSize, workers, 1)) {
            for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
                Batch batch = next.get();
                assertThat(batch.position()).isEqualTo(labels.size());
                assertThat(batch.capacity()).isEqualTo(batchSize);
                assertThat(batch.mixed()).isFalse();
                assertThat(Arrays.copyOf(batch.images(), SHAPE.elements()))
                        .isEqualTo(images.image(labels.size()));
                Arrays.stream(batch.labels(), 0, batch.size()).forEach(labels::add);
                sizes.add(batch.size());
                batches.recycle(batch);
            }
            assertThat(batches.next()).isEmpty();
        }
        assertThat(labels).isEqualTo(IntStream.range(0, size).boxed().toList());
        List<Integer> expectedSizes = new ArrayList<>();
        IntStream.range(0, size / batchSize).forEach(i -> expectedSizes.add(batchSize));
        if (rest > 0) {
            expectedSizes.add(rest);
        }
        assertThat(sizes).isEqualTo(expectedSizes);
    }

    @Test
    void anEmptyDataSetHasNoBatches() {
        try (EvaluationBatches batches =
                new EvaluationBatches(ArrayImages.random(0, SHAPE), 8, 1, 1)) {
            assertThat(batches.next()).isEmpty();
        }
    }

    @Test
    void noWorkersAreRefused() {
        ArrayImages images = ArrayImages.random(3, SHAPE);
        assertThatThrownBy(() -> new EvaluationBatches(images, 8, 0, 1))
                .hasMessageContaining("must be at least 1, found 8, 0, 1");
    }
}
