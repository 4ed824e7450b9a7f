package etude.tuner.dataset;

import etude.datasets.Features;
import etude.datasets.Quoted;
import etude.datasets.TableColumn;
import etude.datasets.Target;
import etude.datasets.source.DatasetSummary;
import etude.datasets.source.DatasetSummary.Part;
import etude.datasets.source.TextCounts;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A data set in words and tables. */
public record DatasetDescription(DatasetSummary summary) {
    /** Beyond this many columns, a table of their statistics helps nobody. */
    private static final int MOST_COLUMNS = 64;

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Input:   " + summary.spec().features().words());
        lines.add("Target:  " + summary.spec().target().words());
        lines.add("");
        lines.addAll(examples());
        lines.addAll(statistics());
        summary.warnings().forEach(warning -> lines.add("\n" + warning));
        return lines;
    }

    /** Examples per split, and per class and split. */
    private List<String> examples() {
        Table table = new Table();
        table.row(cells("", Part::name));
        table.row(cells("examples", part -> Integer.toString(part.examples())));
        List<String> names = summary.spec().target().classes();
        String word = summary.spec().target() instanceof Target.Labels ? "  with " : "  class ";
        for (int c = 0; c < names.size(); c++) {
            int index = c;
            table.row(
                    cells(
                            word + names.get(c),
                            part -> Integer.toString(part.classCounts().get(index))));
        }
        if (summary.parts().stream().allMatch(part -> part.text().isPresent())) {
            text(table);
        }
        return table.lines();
    }

    private void text(Table table) {
        table.row(counts("tokens to predict", TextCounts::tokens));
        table.row(
                cells(
                        "bytes per token",
                        part ->
                                String.format(
                                        Locale.ROOT,
                                        "%.2f",
                                        (double) text(part).bytes() / text(part).tokens())));
        table.row(counts("ends of texts", TextCounts::ends));
        table.row(
                cells(
                        "tokens that training lacks",
                        part ->
                                text(part).unseen() == 0
                                        ? "0"
                                        : "%d of %d kind%s"
                                                .formatted(
                                                        text(part).unseen(),
                                                        text(part).unseenKinds(),
                                                        text(part).unseenKinds() == 1 ? "" : "s")));
    }

    private String[] counts(String first, ToLongFunction<TextCounts> count) {
        return cells(first, part -> Long.toString(count.applyAsLong(text(part))));
    }

    private static TextCounts text(Part part) {
        return part.text().orElseThrow();
    }

    private String[] cells(String first, Function<Part, String> cell) {
        List<String> cells = new ArrayList<>(List.of(first));
        summary.parts().forEach(part -> cells.add(cell.apply(part)));
        return cells.toArray(String[]::new);
    }

    private List<String> statistics() {
        if (!summary.columns().isEmpty()) {
            return columns();
        }
        float[] mean = summary.statistics().mean();
        float[] deviation = summary.statistics().deviation();
        if (mean.length == 0 || mean.length > MOST_COLUMNS) {
            return List.of();
        }
        Table table = new Table();
        String what = summary.spec().features() instanceof Features.Image ? "channel" : "column";
        table.row(what, "mean", "standard deviation");
        for (int c = 0; c < mean.length; c++) {
            table.row(
                    Integer.toString(c),
                    MetricLine.number(mean[c]),
                    MetricLine.number(deviation[c]));
        }
        return below(table);
    }

    /** What each column of a table was taken for, and why. */
    private List<String> columns() {
        Table table = new Table();
        table.row("column", "taken for", "mean", "standard deviation", "because");
        int feature = 0;
        for (TableColumn column : summary.columns().stream().limit(MOST_COLUMNS).toList()) {
            boolean number = column.numeric();
            table.row(
                    Quoted.of(column.name()),
                    column.kind(),
                    number ? MetricLine.number(mean(column, feature)) : "",
                    number ? MetricLine.number(summary.statistics().deviation()[feature]) : "",
                    column.reason());
            feature += column.features();
        }
        List<String> lines = new ArrayList<>(below(table));
        int more = summary.columns().size() - MOST_COLUMNS;
        if (more > 0) {
            lines.add("and " + more + " columns more");
        }
        return lines;
    }

    private double mean(TableColumn column, int feature) {
        return column.origin() + summary.statistics().mean()[feature];
    }

    private static List<String> below(Table table) {
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines());
        return lines;
    }
}
