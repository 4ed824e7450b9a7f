package etude.tuner.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ChartJsonTest {
    @Test
    void pointsAreShortArrays() {
        assertThat(
                        series(
                                new Series.Line(
                                        "l",
                                        Series.Role.REFERENCE,
                                        List.of(
                                                Point.of(1, 1.0 / 3),
                                                Point.of(2, Double.NaN).between(1, 3),
                                                Point.of(4, 5).keyed("7")))))
                .isEqualTo(
                        "{\"kind\":\"line\",\"name\":\"l\",\"role\":\"reference\",\"data\":"
                                + "[[1,0.333333],[2,null,1,3],[4,5,null,null,\"\",\"7\"]]}");
    }

    @Test
    void aLineOfOneThingSaysItsKeyOnce() {
        List<Point> points = List.of(Point.of(1, 2).keyed("7"), Point.of(2, 3).keyed("7"));
        assertThat(series(new Series.Line("l", Series.Role.DATA, points)))
                .endsWith("\"data\":[[1,2],[2,3]],\"key\":\"7\"}");
    }

    @Test
    void whatFailedIsAPointWithOrWithoutValue() {
        List<Series.Failure> failures =
                List.of(
                        new Series.Failure(1, "diverged", "7"),
                        new Series.Failure(2, 0.9, "far_worse", "8"));
        assertThat(series(new Series.Failed("f", failures)))
                .endsWith(
                        "[[1,null,null,null,\"diverged\",\"7\"],[2,0.9,null,null,\"far_worse\",\"8\"]]}");
    }

    @Test
    void anAxisSaysWhereItEndsAndHowItIsCalledInShort() {
        Axis axis =
                Axis.linear("optimizer.momentum", "")
                        .called("momentum")
                        .within(new Axis.Limits(Double.NEGATIVE_INFINITY, 0.3));
        assertThat(JsonParts.axis(axis).toString())
                .contains("\"short\":\"momentum\",\"limits\":[null,0.3]");
    }

    @Test
    void curvesShareTheirPositions() {
        double[] steps = {10, 20};
        List<Series.Curve> curves =
                List.of(
                        new Series.Curve("1", steps, new double[] {1, 2}),
                        new Series.Curve("2", new double[] {10}, new double[] {5}),
                        new Series.Curve("3", steps.clone(), new double[] {3, 4}));
        assertThat(series(new Series.Curves("c", Series.Role.DATA, curves)))
                .endsWith("[[\"1\",[10,20],[1,2]],[\"2\",[10],[5]],[\"3\",0,[3,4]]]}");
    }

    @Test
    void numbersCarrySixDigitsAtEveryMagnitude() {
        double[] values = {-1234567.89, 0.1 + 0.2, 9.9999999, 1.23456789e-7, 1e-30 / 3, 1e300 / 3};
        Series.Curve curve = new Series.Curve("1", values, new double[values.length]);
        assertThat(series(new Series.Curves("c", Series.Role.DATA, List.of(curve))))
                .contains("[-1234570.0,0.3,10.0,1.23457E-7,3.33333E-31,3.33333E299]");
    }

    @Test
    void axesSayTheirScale() {
        Axis shares = Axis.linear("s", "").inPercent();
        assertThat(ChartJson.of(new Chart("t", "T", "D", shares, shares, List.of())).toString())
                .contains("\"unit\":\"\",\"percent\":true,\"scale\":\"linear\"");
        Axis names = new Axis("n", "u", new AxisScale.Category(List.of("a", "b")));
        Chart chart = new Chart("t", "T", "D", Axis.powersOfTwo("b", ""), names, List.of());
        assertThat(ChartJson.of(chart).toString())
                .contains("\"x\":{\"name\":\"b\",\"unit\":\"\",\"scale\":\"log\",\"base\":2}")
                .contains("\"scale\":\"category\",\"names\":[\"a\",\"b\"]");
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatThrownBy(() -> new AxisScale.Log(3)).hasMessageContaining("powers of 2 or 10");
        assertThatThrownBy(() -> new Series.Curve("1", new double[2], new double[3]))
                .hasMessageContaining("2 and 3");
        Axis axis = Axis.linear("x", "");
        assertThatThrownBy(() -> new Chart("No Id", "T", "D", axis, axis, List.of()))
                .hasMessageContaining("No Id");
    }

    private static String series(Series series) {
        Axis axis = Axis.linear("x", "");
        Chart chart = new Chart("t", "T", "D", axis, axis, List.of(series));
        return ChartJson.of(chart).get("series").get(0).toString();
    }
}
