package etude.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.Dataset;
import etude.datasets.Features;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverlapCheckTest {
    @Test
    void sharedVectorsAreCountedInOneSentence() {
        OverlapCheck check = new OverlapCheck(ExampleScan.of(RowsDataset.counting(3000)));
        Dataset validation =
                IndexedDataset.view(RowsDataset.counting(5000), 2000, index -> index + 2988);

        assertThat(
                        OverlapCheck.warning(
                                check.count(ExampleScan.of(validation)), 2000, "validation"))
                .hasValue(
                        "12 of 2,000 validation examples also stand in the training set,"
                                + " so the validation error looks better than it is.");
    }

    @Test
    void splitsOfDistinctExamplesGiveNoWarning() {
        Splitter.Parts parts = Splitter.validation(RowsDataset.counting(5000), 5000, 0.2, 0);

        assertThat(
                        OverlapCheck.warning(
                                new OverlapCheck(ExampleScan.of(parts.rest()))
                                        .count(ExampleScan.of(parts.heldOut())),
                                1000,
                                "validation"))
                .isEmpty();
    }

    @Test
    void imagesThatDifferInTheLastByteAreDifferent() {
        Features.Image shape = new Features.Image(3, 3, 1);
        RowsDataset train = RowsDataset.images(shape, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        RowsDataset test =
                RowsDataset.images(
                        shape,
                        new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9},
                        new float[] {1, 2, 3, 4, 5, 6, 7, 8, 10},
                        new float[] {0, 2, 3, 4, 5, 6, 7, 8, 9});

        assertThat(new OverlapCheck(ExampleScan.of(train)).count(ExampleScan.of(test)))
                .isEqualTo(1);
    }

    @Test
    void permutedContentIsDifferent() {
        float[][] train =
                IntStream.range(0, 100)
                        .mapToObj(i -> new float[] {i, i + 1})
                        .toArray(float[][]::new);
        float[][] test =
                IntStream.range(0, 100)
                        .mapToObj(i -> new float[] {i + 1, i})
                        .toArray(float[][]::new);

        assertThat(
                        new OverlapCheck(ExampleScan.of(RowsDataset.vectors(train)))
                                .count(ExampleScan.of(RowsDataset.vectors(test))))
                .isZero();
    }
}
