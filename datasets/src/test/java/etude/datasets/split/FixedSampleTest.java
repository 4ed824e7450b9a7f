package etude.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.Dataset;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FixedSampleTest {
    private final RowsDataset examples = RowsDataset.counting(500);

    @Test
    void sampleIsSortedDistinctAndTheSameEveryTime() {
        int[] sample = RowsDataset.valuesOf(FixedSample.of(examples, 50, 9));

        assertThat(sample).hasSize(50).isSorted().doesNotHaveDuplicates();
        assertThat(RowsDataset.valuesOf(FixedSample.of(examples, 50, 9))).isEqualTo(sample);
        assertThat(RowsDataset.valuesOf(FixedSample.of(examples, 50, 10))).isNotEqualTo(sample);
    }

    @Test
    void largerSampleContainsTheSmallerOne() {
        int[] small = RowsDataset.valuesOf(FixedSample.of(examples, 20, 9));
        int[] large = RowsDataset.valuesOf(FixedSample.of(examples, 60, 9));

        assertThat(large).contains(small);
    }

    @Test
    void countBeyondTheSizeGivesEverything() {
        Dataset all = FixedSample.of(examples, 10_000, 9);

        assertThat(RowsDataset.valuesOf(all)).isEqualTo(IntStream.range(0, 500).toArray());
    }

    @Test
    void sampleIsNotTheHeldOutPartOfTheSameSeed() {
        int[] heldOut = RowsDataset.valuesOf(Splitter.validation(examples, 500, 0.1, 9).heldOut());
        int[] sample = RowsDataset.valuesOf(FixedSample.of(examples, 50, 9));

        assertThat(Arrays.equals(sample, heldOut)).isFalse();
    }

    @Test
    void closingTheSampleLeavesTheExamplesOpen() {
        FixedSample.of(examples, 5, 0).close();

        assertThat(examples.closed).hasValue(0);
    }
}
