package etude.tuner.chart;

import static etude.tuner.chart.JsonParts.DIGITS;
import static etude.tuner.chart.JsonParts.axis;
import static etude.tuner.chart.JsonParts.head;
import static etude.tuner.chart.JsonParts.lower;
import static etude.tuner.chart.JsonParts.number;
import static etude.tuner.chart.JsonParts.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The compact JSON that the page's scripts draw from; they document no more than this class and
 * {@link SeriesJson}. Numbers carry six significant digits, those of curves five; what is not
 * finite becomes null, which is a gap.
 */
public final class ChartJson {
    private ChartJson() {}

    /** The whole figure. */
    public static JsonNode of(Figure figure) {
        if (figure instanceof Chart chart) {
            return chart(chart);
        }
        if (figure instanceof SelectedCurves curves) {
            return curves(curves);
        }
        if (figure instanceof CountGrid grid) {
            return grid(grid);
        }
        if (figure instanceof PairwiseScatter pairs) {
            return cases(head("pairs", pairs), pairs.cases())
                    .put("x", pairs.x())
                    .put("y", pairs.y());
        }
        return cases(head("parallel", figure), ((ParallelCoordinates) figure).cases());
    }

    private static ObjectNode chart(Chart chart) {
        ObjectNode json = head("chart", chart);
        json.set("x", axis(chart.x()));
        json.set("y", axis(chart.y()));
        ArrayNode series = json.putArray("series");
        chart.series().forEach(each -> series.add(SeriesJson.of(each)));
        ArrayNode marks = json.putArray("marks");
        for (Mark mark : chart.marks()) {
            ObjectNode entry = marks.addObject();
            entry.put("axis", lower(mark.axis())).set("at", number(mark.at(), DIGITS));
            entry.put("label", mark.label());
        }
        return choices(json, chart.choices());
    }

    private static ObjectNode curves(SelectedCurves curves) {
        ObjectNode json = head("selected-curves", curves).put("overview", curves.overview());
        json.set("x", axis(curves.x()));
        json.set("y", axis(curves.y()));
        ArrayNode measures = json.putArray("measures");
        curves.measures().forEach(each -> measures.add(SeriesJson.of(each)));
        json.set("best", SeriesJson.of(curves.best()));
        ArrayNode initially = json.putArray("initially");
        curves.initially().forEach(initially::add);
        return choices(json, curves.choices());
    }

    /** Only clocks; the other choices stand in the page already. Each is [key, steps, minutes]. */
    private static ObjectNode choices(ObjectNode json, Choices choices) {
        if (!choices.clocks().isEmpty()) {
            ArrayNode clocks = json.putArray("clocks");
            for (Choices.Clock clock : choices.clocks()) {
                clocks.addArray()
                        .add(clock.key())
                        .add(numbers(clock.steps(), DIGITS))
                        .add(numbers(clock.minutes(), DIGITS));
            }
        }
        return json;
    }

    /** Each cell is [x, y, count]; empty ones are left out. */
    private static ObjectNode grid(CountGrid grid) {
        ObjectNode json = head("count-grid", grid);
        json.set("x", axis(grid.x()));
        json.set("y", axis(grid.y()));
        json.set("from", number(grid.from(), DIGITS));
        json.set("to", number(grid.to(), DIGITS));
        json.put("size", grid.counts().length);
        ArrayNode cells = json.putArray("cells");
        for (int y = 0; y < grid.counts().length; y++) {
            for (int x = 0; x < grid.counts().length; x++) {
                if (grid.counts()[y][x] > 0) {
                    cells.addArray().add(x).add(y).add(grid.counts()[y][x]);
                }
            }
        }
        return json;
    }

    /** Each case is [key, note, standing, value, places...]. */
    private static ObjectNode cases(ObjectNode json, Cases cases) {
        ArrayNode axes = json.putArray("axes");
        cases.axes().forEach(each -> axes.add(axis(each)));
        json.set("objective", axis(cases.objective()));
        json.put("less", cases.less());
        ArrayNode data = json.putArray("cases");
        for (Cases.Case each : cases.cases()) {
            ArrayNode entry = data.addArray().add(each.key()).add(each.note());
            entry.add(lower(each.standing())).add(number(each.value(), DIGITS));
            for (double place : each.places()) {
                entry.add(number(place, DIGITS));
            }
        }
        return json;
    }
}
