package etude.tuner.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One row per thing, or per step of a thing, for the figures that show the same things twice. */
final class CaseRows {
    private CaseRows() {}

    /** One row per case: key, standing, its place on each axis, its value, note. */
    static ChartData of(Cases cases) {
        List<List<String>> rows = new ArrayList<>();
        for (Cases.Case each : cases.cases()) {
            List<String> row =
                    new ArrayList<>(List.of(each.key(), JsonParts.lower(each.standing())));
            for (int i = 0; i < each.places().length; i++) {
                row.add(ChartData.place(cases.axes().get(i).scale(), each.places()[i]));
            }
            row.addAll(List.of(ChartData.known(each.value()), each.note()));
            rows.add(row);
        }
        return new ChartData(
                concat(
                        List.of("Key", "Standing"),
                        cases.axes().stream().map(Axis::label).toList(),
                        List.of(cases.objective().label(), "Note")),
                rows);
    }

    /** One row per step of each thing: key, step, a column per measure, a note where it is best. */
    static ChartData of(SelectedCurves curves) {
        List<Series.Curves> measures = curves.measures();
        Map<String, Map<Double, String[]>> cells = new TreeMap<>(CaseRows::compareKeys);
        for (int m = 0; m < measures.size(); m++) {
            for (Series.Curve curve : measures.get(m).curves()) {
                for (int i = 0; i < curve.x().length; i++) {
                    row(cells, curve.key(), curve.x()[i], measures.size())[m] =
                            ChartData.number(curve.y()[i]);
                }
            }
        }
        for (Point best : curves.best().points()) {
            row(cells, best.key(), best.x(), measures.size())[measures.size()] =
                    curves.best().name();
        }
        List<List<String>> rows = new ArrayList<>();
        cells.forEach(
                (key, steps) ->
                        steps.forEach(
                                (x, values) ->
                                        rows.add(
                                                concat(
                                                        List.of(key, ChartData.number(x)),
                                                        Arrays.asList(values),
                                                        List.of()))));
        return new ChartData(
                concat(
                        List.of("Key", curves.x().label()),
                        measures.stream().map(Series::name).toList(),
                        List.of("Note")),
                rows);
    }

    /** Trial 10 stands after trial 9. */
    private static int compareKeys(String one, String other) {
        int byLength = Integer.compare(one.length(), other.length());
        return byLength != 0 ? byLength : one.compareTo(other);
    }

    private static String[] row(
            Map<String, Map<Double, String[]>> cells, String key, double x, int measures) {
        return cells.computeIfAbsent(key, k -> new TreeMap<>())
                .computeIfAbsent(
                        x,
                        step -> {
                            String[] row = new String[measures + 1];
                            Arrays.fill(row, "");
                            return row;
                        });
    }

    private static List<String> concat(List<String> head, List<String> middle, List<String> tail) {
        return Stream.of(head, middle, tail).flatMap(List::stream).toList();
    }
}
