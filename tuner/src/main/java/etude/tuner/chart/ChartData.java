package etude.tuner.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

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
        return CaseRows.of(
                figure instanceof PairwiseScatter pairs
                        ? pairs.cases()
                        : ((ParallelCoordinates) figure).cases());
    }

    private static ChartData of(Chart chart) {
        Rows rows = new Rows(chart.x().scale());
        chart.series().forEach(rows::add);
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
                        .filter(c -> c < 3 || rows.rows.stream().anyMatch(r -> !r.get(c).isEmpty()))
                        .toArray();
        return new ChartData(
                pick(all, kept), rows.rows.stream().map(row -> pick(row, kept)).toList());
    }

    /** As CSV with a header line, as RFC 4180 has it. */
    public String csv() {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord(header);
            printer.printRecords(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Whether every value of the column that is there is a number. */
    public boolean numeric(int column) {
        return rows.stream().map(row -> row.get(column)).allMatch(ChartData::isNumber);
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || NUMBER.matcher(cell).matches();
    }

    private static List<String> pick(List<String> row, int[] columns) {
        String[] picked = new String[columns.length];
        for (int c = 0; c < columns.length; c++) {
            picked[c] = row.get(columns[c]);
        }
        return List.of(picked);
    }

    /** Collects one row per value: series, x, y, low, quartiles, high, note, key. */
    private static final class Rows {
        private final AxisScale scale;
        private final List<List<String>> rows = new ArrayList<>();

        Rows(AxisScale scale) {
            this.scale = scale;
        }

        void add(Series series) {
            if (series instanceof Series.Line line) {
                points(line.name(), line.points());
            } else if (series instanceof Series.Scatter scatter) {
                points(scatter.name(), scatter.points());
            } else if (series instanceof Series.Bar bar) {
                points(bar.name(), bar.points());
            } else if (series instanceof Series.Failed failed) {
                failed.failures()
                        .forEach(
                                f ->
                                        row(
                                                failed.name(),
                                                f.x(),
                                                "",
                                                "",
                                                "",
                                                "",
                                                "",
                                                f.reason(),
                                                f.key()));
            } else if (series instanceof Series.Box box) {
                box.boxes().forEach(b -> box(box.name(), b));
            } else {
                Series.Curves curves = (Series.Curves) series;
                curves.curves().forEach(c -> curve(curves.name(), c));
            }
        }

        private void points(String name, List<Point> points) {
            for (Point p : points) {
                String low = p.interval().map(i -> Cells.number(i.low())).orElse("");
                String high = p.interval().map(i -> Cells.number(i.high())).orElse("");
                row(name, p.x(), Cells.number(p.y()), low, "", "", high, p.note(), p.key());
            }
        }

        private void box(String name, Series.Quantiles q) {
            String low = Cells.number(q.low());
            String high = Cells.number(q.high());
            String lower = Cells.number(q.lowerQuartile());
            String upper = Cells.number(q.upperQuartile());
            row(name, q.x(), Cells.number(q.median()), low, lower, upper, high, "", "");
        }

        private void curve(String name, Series.Curve curve) {
            for (int i = 0; i < curve.x().length; i++) {
                row(
                        name,
                        curve.x()[i],
                        Cells.number(curve.y()[i]),
                        "",
                        "",
                        "",
                        "",
                        "",
                        curve.key());
            }
        }

        private void row(String series, double x, String... rest) {
            List<String> row = new ArrayList<>(List.of(series, Cells.place(scale, x)));
            row.addAll(List.of(rest));
            rows.add(row);
        }
    }
}
