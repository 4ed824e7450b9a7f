package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.chart.ChartData;
import etude.tuner.chart.ChartJson;
import etude.tuner.chart.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomeChartsTest {
    private static final OutcomeCharts CHARTS = new OutcomeCharts("trial 7 at step 800");

    @Test
    void theMostFrequentMistakesAreSaid() {
        int[][] counts = {{40, 9, 1}, {12, 38, 0}, {0, 0, 50}};
        Figure confusion = CHARTS.confusion(List.of("cat", "dog", "frog"), counts);
        assertThat(confusion.description())
                .endsWith(
                        "Most often it takes dog for cat (12 of 50), cat for dog (9 of 50), cat for frog (1 of 50).");
        assertThat(ChartData.of(confusion).csv())
                .startsWith("True class,Predicted class,Examples,Share of the row")
                .contains("cat,dog,9,0.18")
                .doesNotContain("frog,cat");
        assertThat(ChartJson.of(confusion).toString())
                .contains("\"cells\":[[0,0,40],[1,0,9],[2,0,1],[0,1,12],[1,1,38],[2,2,50]]");
    }

    @Test
    void withoutMistakesNoneIsSaid() {
        Figure confusion = CHARTS.confusion(List.of("cat", "dog"), new int[][] {{5, 0}, {0, 5}});
        assertThat(confusion.description()).endsWith("There is no mistake.");
    }

    @Test
    void predictionsStandAboveTheirTargets() {
        Figure predictions = CHARTS.predictions(0, 20, new int[][] {{3, 2}, {0, 4}});
        assertThat(ChartData.of(predictions).csv())
                .startsWith("Prediction,Target,Examples,Share of the row")
                .contains("5,5,3,1", "15,5,2,");
    }

    @Test
    void residualsAreAnOutlineWithTheirMean() {
        Figure residuals = CHARTS.residuals(0.4, 2, -8, 8, new int[] {1, 7});
        assertThat(residuals.description()).contains("mean 0.4, standard deviation 2");
        assertThat(ChartData.of(residuals).rows())
                .extracting(row -> row.get(1) + " " + row.get(2))
                .containsExactly("-8 1", "0 1", "0 7", "8 7");
    }
}
