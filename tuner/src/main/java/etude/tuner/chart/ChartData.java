package etude.tuner.chart;

import etude.tuner.text.Csv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The numbers of a chart, one row per value in full precision; columns in which nothing stands are
 * left out. A failed position has a row without a value.
 */
public record ChartData(List<String> header, List<List<String>> rows) {
    private static final Pattern NUMBER = Pattern.compile("NaN|-?(Infinity|[0-9.]+(E-?[0-9]+)?)");

    public ChartData {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** Reads the rows off a figure, in the order of its series or cases. */
    public static ChartData of(Figure figure) {
        if (figure instanceof Chart chart) {
            return of(chart);
        }
        if (figure instanceof SelectedCurves curves) {
            return CaseRows.of(curves);
        }
        if (figure instanceof CountGrid grid) {
            return of(grid);
        }
        return CaseRows.of(
                figure instanceof PairwiseScatter pairs
                        ? pairs.cases()
                        : ((ParallelCoordinates) figure).cases());
    }

    private static ChartData of(CountGrid grid) {
        List<List<String>> rows = new ArrayList<>();
        for (int y = 0; y < grid.counts().length; y++) {
            int all = Arrays.stream(grid.counts()[y]).sum();
            for (int x = 0; x < grid.counts().length; x++) {
                int count = grid.counts()[y][x];
                if (count > 0) {
                    rows.add(
                            List.of(
                                    grid.place(grid.y(), y),
                                    grid.place(grid.x(), x),
                                    Integer.toString(count),
                                    number((double) count / all)));
                }
            }
        }
        return new ChartData(
                List.of(grid.y().label(), grid.x().label(), "Examples", "Share of the row"), rows);
    }

    private static ChartData of(Chart chart) {
        List<List<String>> rows =
                chart.series().stream().flatMap(series -> rows(series, chart.x().scale())).toList();
        List<String> all =
                List.of(
                        "Series",
                        chart.x().label(),
                        chart.y().label(),
                        "Low",
                        "Lower quartile",
                        "Upper quartile",
                        "High",
                        "Note",
                        "Key");
        int[] kept =
                IntStream.range(0, all.size())
                        .filter(c -> c < 3 || rows.stream().anyMatch(r -> !r.get(c).isEmpty()))
                        .toArray();
        return new ChartData(pick(all, kept), rows.stream().map(row -> pick(row, kept)).toList());
    }

    /** As CSV with a header line. */
    public String csv() {
        return Csv.of(Stream.concat(Stream.of(header), rows.stream()).toList());
    }

    /** Whether every value of the column that is there is a number. */
    public boolean numeric(int column) {
        return rows.stream().map(row -> row.get(column)).allMatch(ChartData::isNumber);
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || NUMBER.matcher(cell).matches();
    }

    private static List<String> pick(List<String> row, int[] columns) {
        return Arrays.stream(columns).mapToObj(row::get).toList();
    }

    /** One row per value: series, x, y, low, quartiles, high, note, key. */
    private static Stream<List<String>> rows(Series series, AxisScale x) {
        String name = series.name();
        if (series instanceof Series.OfPoints points) {
            return points.points().stream().map(p -> row(name, place(x, p.x()), p));
        }
        if (series instanceof Series.Failed failed) {
            return failed.failures().stream()
                    .map(f -> row(name, place(x, f.x()), known(f.value()), f.reason(), f.key()));
        }
        if (series instanceof Series.Box box) {
            return box.boxes().stream().map(b -> row(name, place(x, b.x()), b));
        }
        if (series instanceof Series.Trace trace) {
            return IntStream.range(0, trace.mean().length).mapToObj(i -> row(trace, i));
        }
        return ((Series.Curves) series)
                .curves().stream()
                        .flatMap(
                                curve ->
                                        IntStream.range(0, curve.x().length)
                                                .mapToObj(
                                                        i ->
                                                                row(
                                                                        name,
                                                                        place(x, curve.x()[i]),
                                                                        number(curve.y()[i]),
                                                                        "",
                                                                        curve.key())));
    }

    private static List<String> row(String name, String x, String y, String note, String key) {
        return List.of(name, x, y, "", "", "", "", note, key);
    }

    private static List<String> row(String name, String x, Point point) {
        String low = point.interval().map(interval -> number(interval.low())).orElse("");
        String high = point.interval().map(interval -> number(interval.high())).orElse("");
        return List.of(name, x, number(point.y()), low, "", "", high, point.note(), point.key());
    }

    private static List<String> row(Series.Trace trace, int i) {
        boolean several = trace.stride() > 1;
        return List.of(
                trace.name(),
                number(trace.step(i)),
                known(trace.mean()[i]),
                several ? known(trace.lowest()[i]) : "",
                "",
                "",
                several ? known(trace.highest()[i]) : "",
                "",
                trace.key());
    }

    private static List<String> row(String name, String x, Series.Quantiles box) {
        return List.of(
                name,
                x,
                number(box.median()),
                number(box.low()),
                number(box.lowerQuartile()),
                number(box.upperQuartile()),
                number(box.high()),
                "",
                "");
    }

    /** A place on an axis: the name of a category, or the number; empty for none. */
    static String place(AxisScale scale, double x) {
        if (scale instanceof AxisScale.Category category && !Double.isNaN(x)) {
            return category.names().get((int) x);
        }
        return known(x);
    }

    /** Empty for what is not a number. */
    static String known(double value) {
        return Double.isNaN(value) ? "" : number(value);
    }

    /** Whole numbers without a fraction, others as Java reads them back; not finite: NaN. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
