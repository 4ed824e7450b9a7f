package etude.tuner.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ChartDataTest {
    private static final Axis X = Axis.powersOfTwo("Batch size", "");
    private static final Axis Y = Axis.powersOfTen("Throughput", "examples/s");

    @Test
    void csvHasOneRowPerValueInFullPrecision() {
        List<Point> points =
                List.of(Point.of(1, 60.123456789), Point.of(2, 120).between(110, 131.5));
        List<Series> series =
                List.of(
                        new Series.Line("measured, median", Series.Role.DATA, points),
                        new Series.Failed(
                                "did not fit", List.of(new Series.Failure(4, "killed", ""))));
        assertThat(ChartData.of(new Chart("t", "T", "D", X, Y, series)).csv())
                .isEqualTo(
                        """
                        Series,Batch size,Throughput (examples/s),Low,High,Note
                        "measured, median",1,60.123456789,,,
                        "measured, median",2,120,110,131.5,
                        did not fit,4,,,,killed
                        """);
    }

    @Test
    void categoriesStandByName() {
        Axis names = new Axis("Trials", "", new AxisScale.Category(List.of("5", "10")));
        Series box = new Series.Box("best", List.of(new Series.Quantiles(1, 1, 2, 3, 4, 5)));
        ChartData data = ChartData.of(new Chart("t", "T", "D", names, Y, List.of(box)));
        assertThat(data.header())
                .containsExactly(
                        "Series",
                        "Trials",
                        "Throughput (examples/s)",
                        "Low",
                        "Lower quartile",
                        "Upper quartile",
                        "High");
        assertThat(data.rows()).containsExactly(List.of("best", "10", "3", "1", "2", "4", "5"));
    }

    @Test
    void aCurveHasARowPerPointWithItsKey() {
        Series.Curve curve = new Series.Curve("17", new double[] {1, 2}, new double[] {0.5, -1e-9});
        Series curves = new Series.Curves("trials", Series.Role.DATA, List.of(curve));
        ChartData data = ChartData.of(new Chart("t", "T", "D", X, Y, List.of(curves)));
        assertThat(data.rows())
                .containsExactly(
                        List.of("trials", "1", "0.5", "17"),
                        List.of("trials", "2", "-1.0E-9", "17"));
        assertThat(data.numeric(2)).isTrue();
        assertThat(data.numeric(0)).isFalse();
    }
}
