package etude.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitterTest {
    @Test
    void everyExampleStandsInExactlyOnePart() {
        Splitter.Parts parts = Splitter.validation(RowsDataset.counting(1000), 1000, 0.2, 7);

        assertThat(parts.heldOut().size()).isEqualTo(200);
        int[] both =
                IntStream.concat(
                                Arrays.stream(RowsDataset.valuesOf(parts.rest())),
                                Arrays.stream(RowsDataset.valuesOf(parts.heldOut())))
                        .sorted()
                        .toArray();
        assertThat(both).isEqualTo(IntStream.range(0, 1000).toArray());
    }

    @Test
    void partsKeepTheOrderOfTheDataSet() {
        Splitter.Parts parts = Splitter.validation(RowsDataset.counting(100), 100, 0.3, 1);

        assertThat(RowsDataset.valuesOf(parts.rest())).isSorted();
        assertThat(RowsDataset.valuesOf(parts.heldOut())).isSorted();
    }

    @Test
    void heldOutExamplesAreAFunctionOfTheSplitSeedAlone() {
        int[] first = validation(3);

        assertThat(validation(3)).isEqualTo(first);
        assertThat(validation(4)).isNotEqualTo(first);
    }

    @Test
    void heldOutExamplesComeFromEverywhere() {
        int[] tenths = new int[10];
        for (int value :
                RowsDataset.valuesOf(
                        Splitter.validation(RowsDataset.counting(10_000), 10_000, 0.2, 0)
                                .heldOut())) {
            tenths[value / 1000]++;
        }

        // 200 expected in each; the standard deviation is below 13.
        assertThat(Arrays.stream(tenths).allMatch(count -> count >= 140 && count <= 260))
                .as(Arrays.toString(tenths))
                .isTrue();
    }

    @Test
    void closingTheTrainingPartClosesTheDataSetOnce() {
        RowsDataset all = RowsDataset.counting(10);
        Splitter.Parts parts = Splitter.validation(all, 10, 0.2, 0);

        parts.heldOut().close();
        assertThat(all.closed).hasValue(0);
        parts.rest().close();
        assertThat(all.closed).hasValue(1);
    }

    @Test
    void nothingToValidateOnNamesBothKeys() {
        assertThatThrownBy(() -> Splitter.validation(RowsDataset.counting(10), 10, 0, 0))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("dataset.validation_fraction")
                .hasMessageContaining("dataset.validation_path");
    }

    @Test
    void nothingLeftToTrainOnIsAnError() {
        assertThatThrownBy(() -> Splitter.validation(RowsDataset.counting(1), 1, 0.1, 0))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("1 examples")
                .hasMessageContaining("0.1");
    }

    private static int[] validation(long seed) {
        return RowsDataset.valuesOf(
                Splitter.validation(RowsDataset.counting(100), 100, 0.2, seed).heldOut());
    }
}
