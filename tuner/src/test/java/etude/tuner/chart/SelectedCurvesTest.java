package etude.tuner.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SelectedCurvesTest {
    private static final double[] STEPS = {10, 20};

    private static final SelectedCurves CURVES =
            new SelectedCurves(
                    "c",
                    "T",
                    "D",
                    Axis.whole("Step", ""),
                    Axis.linear("loss", ""),
                    List.of(
                            measure("validation", curve("10", 2, 1.23456789), curve("9", 3, 4)),
                            measure("training", curve("9", 1, 0.5))),
                    new Series.Scatter(
                            "Best", Series.Role.BEST, List.of(Point.of(20, 4).keyed("9"))),
                    true,
                    List.of("9"),
                    Choices.time(
                            List.of(
                                    new Choices.Clock(
                                            "9", new double[] {0, 20}, new double[] {0, 0.5}))));

    private static Series.Curves measure(String name, Series.Curve... curves) {
        return new Series.Curves(name, Series.Role.DATA, List.of(curves));
    }

    private static Series.Curve curve(String key, double... values) {
        return new Series.Curve(key, STEPS.clone(), values);
    }

    @Test
    void jsonSharesStepsAndCarriesFiveDigits() {
        assertThat(ChartJson.of(CURVES).toString())
                .startsWith("{\"kind\":\"selected-curves\"")
                .contains("[[\"10\",[10,20],[2,1.2346]],[\"9\",0,[3,4]]]")
                .contains("\"overview\":true")
                .endsWith("\"initially\":[\"9\"],\"clocks\":[[\"9\",[0,20],[0,0.5]]]}");
    }

    @Test
    void csvHasARowPerStepWithAColumnPerMeasure() {
        assertThat(ChartData.of(CURVES).csv())
                .isEqualTo(
                        """
                        Key,Step,validation,training,Note
                        9,10,3,1,
                        9,20,4,0.5,Best
                        10,10,2,,
                        10,20,1.23456789,,
                        """);
    }
}
