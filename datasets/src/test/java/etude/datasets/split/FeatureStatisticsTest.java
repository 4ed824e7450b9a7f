package etude.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.Features;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {
    @Test
    void imagesAreMeasuredPerChannelInUnsignedBytes() {
        RowsDataset images =
                RowsDataset.images(
                        new Features.Image(1, 2, 2),
                        new float[] {0, 200, 10, 200},
                        new float[] {20, 255, 30, 145});

        FeatureStatistics statistics = FeatureStatistics.of(images);

        assertThat(statistics.mean()).containsExactly(15f, 200f);
        // Channel 0: 0, 10, 20, 30; channel 1: 200, 200, 255, 145.
        assertThat(statistics.deviation()[0]).isCloseTo(11.18034f, within(1e-5f));
        assertThat(statistics.deviation()[1]).isCloseTo(38.890873f, within(1e-5f));
    }

    @Test
    void constantChannelHasDeviationOne() {
        RowsDataset images = RowsDataset.images(new Features.Image(1, 1, 1), new float[] {7});

        assertThat(FeatureStatistics.of(images))
                .isEqualTo(new FeatureStatistics(new float[] {7}, new float[] {1}));
    }

    @Test
    void vectorsAreMeasuredPerColumnEvenFarFromZero() {
        RowsDataset vectors =
                RowsDataset.vectors(
                        new float[] {1_000_000, -1},
                        new float[] {1_000_002, 0},
                        new float[] {1_000_004, 4});

        FeatureStatistics statistics = FeatureStatistics.of(vectors);

        assertThat(statistics.mean()).containsExactly(1_000_002f, 1f);
        assertThat(statistics.deviation()[0]).isCloseTo(1.6329932f, within(1e-6f));
        assertThat(statistics.deviation()[1]).isCloseTo(2.1602468f, within(1e-6f));
    }

    @Test
    void oneHotColumnsStayWhatTheyAreAndConstantsGetDeviationOne() {
        RowsDataset vectors =
                RowsDataset.vectors(new float[] {0, 5}, new float[] {1, 5}, new float[] {1, 5});

        assertThat(FeatureStatistics.of(vectors))
                .isEqualTo(new FeatureStatistics(new float[] {0, 5}, new float[] {1, 1}));
    }

    @Test
    void allExamplesCount() {
        FeatureStatistics statistics = FeatureStatistics.of(RowsDataset.counting(100_000));

        assertThat(statistics.mean()[0]).isEqualTo(49_999.5f);
        // sqrt((n^2 - 1) / 12)
        assertThat(statistics.deviation()[0]).isCloseTo(28_867.514f, within(0.01f));
    }

    /** Of evenly spaced examples, these would be all of one kind. */
    @Test
    void whatRepeatsPeriodicallyIsNotMissed() {
        float[][] rows = new float[20_000][];
        float[][] pixels = new float[20_000][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {i % 2 == 0 ? 0.5f : 1_000_000};
            pixels[i] = new float[] {i % 2 == 0 ? 0 : 200};
        }

        FeatureStatistics vectors = FeatureStatistics.of(RowsDataset.vectors(rows));
        FeatureStatistics images =
                FeatureStatistics.of(RowsDataset.images(new Features.Image(1, 1, 1), pixels));

        assertThat(vectors.mean()[0]).isEqualTo(500_000.25f);
        assertThat(vectors.deviation()[0]).isEqualTo(499_999.75f);
        assertThat(images).isEqualTo(new FeatureStatistics(new float[] {100}, new float[] {100}));
    }

    @Test
    void examplesThatAreDrawnAreSampledEvenly() {
        FeatureStatistics statistics = FeatureStatistics.ofDrawn(RowsDataset.counting(100_000));

        // Examples 0, 10, 20, ..., 99990.
        assertThat(statistics.mean()[0]).isEqualTo(49_995f);
    }
}
