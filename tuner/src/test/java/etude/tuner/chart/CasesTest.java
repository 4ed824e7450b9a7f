package etude.tuner.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.tuner.chart.Cases.Case;
import etude.tuner.chart.Cases.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CasesTest {
    private static final Axis NAMES =
            new Axis("name", "", new AxisScale.Category(List.of("a", "b")));
    private static final Axis RATE = Axis.powersOfTen("rate", "");
    private static final Axis ERROR = Axis.linear("error", "%");
    private static final double NONE = Double.NaN;

    private static final Cases CASES =
            new Cases(
                    List.of(NAMES, RATE),
                    ERROR,
                    true,
                    List.of(
                            case_("7", "Trial 7", Standing.BEST, 1.0 / 3, 1, 0.01),
                            case_("2", "Trial 2", Standing.MEASURED, 4, 0, NONE),
                            case_("3", "Trial 3: diverged", Standing.FAILED, NONE, 0, 1)));

    private static Case case_(
            String key, String note, Standing standing, double value, double... places) {
        return new Case(key, note, standing, places, value);
    }

    @Test
    void jsonHasOneArrayPerCase() {
        String json = ChartJson.of(new ParallelCoordinates("p", "T", "D", CASES)).toString();
        assertThat(json)
                .startsWith("{\"kind\":\"parallel\",\"id\":\"p\",\"title\":\"T\",\"axes\":[")
                .contains("\"less\":true")
                .endsWith(
                        "\"cases\":[[\"7\",\"Trial 7\",\"best\",0.333333,1,0.01],"
                                + "[\"2\",\"Trial 2\",\"measured\",4,0,null],"
                                + "[\"3\",\"Trial 3: diverged\",\"failed\",null,0,1]]}");
    }

    @Test
    void pairsSayWhereTheyBegin() {
        PairwiseScatter pairs = new PairwiseScatter("p", "T", "D", CASES, 1, 0);
        assertThat(ChartJson.of(pairs).toString())
                .startsWith("{\"kind\":\"pairs\"")
                .endsWith(",\"x\":1,\"y\":0}");
        assertThatThrownBy(() -> new PairwiseScatter("p", "T", "D", CASES, 1, 1))
                .hasMessageContaining("number 1");
    }

    @Test
    void csvHasARowPerCaseWithNamesOfCategoriesAndGaps() {
        assertThat(ChartData.of(new ParallelCoordinates("p", "T", "D", CASES)).csv())
                .isEqualTo(
                        """
                        Key,Standing,name,rate,error (%),Note
                        7,best,b,0.01,0.3333333333333333,Trial 7
                        2,measured,a,,4,Trial 2
                        3,failed,a,1,,Trial 3: diverged
                        """);
    }

    @Test
    void eachCaseHasAPlaceOnEachAxis() {
        List<Case> one = List.of(case_("1", "", Standing.BEST, 1, 0));
        assertThatThrownBy(() -> new Cases(List.of(NAMES, RATE), ERROR, true, one))
                .hasMessage("2 axes, but 1 places");
    }

    @Test
    void axesSayTheirScale() {
        assertThat(JsonParts.axis(new Axis("m", "", new AxisScale.LogBelow(1))).toString())
                .endsWith("\"scale\":\"log-below\",\"limit\":1}");
        assertThat(JsonParts.axis(Axis.whole("n", "")).toString())
                .endsWith("\"scale\":\"linear\",\"whole\":true}");
        AxisScale.Category noted = new AxisScale.Category(List.of("a"), List.of("5 trials"));
        assertThat(JsonParts.axis(new Axis("n", "", noted)).toString())
                .endsWith("\"names\":[\"a\"],\"notes\":[\"5 trials\"]}");
    }
}
