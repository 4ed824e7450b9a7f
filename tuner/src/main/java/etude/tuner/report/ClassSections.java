package etude.tuner.report;

import etude.trainer.metrics.ClassCounts;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.chart.Axis;
import etude.tuner.chart.AxisScale;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many examples of each class are predicted correctly, once: as bars where classes are few,
 * else as a table of the worst.
 *
 * @param names of the classes; empty where they are not known
 * @param whose as in "the predictions of trial 7"
 */
record ClassSections(ClassCounts counts, List<String> names, String whose) {
    private static final int MOST_BARS = 10;
    private static final int MOST_ROWS = 20;

    /** One more right answer moves a rate of fewer by more than 3 points. */
    private static final int RARE = 30;

    private record Row(String name, long examples, long correct) {
        double error() {
            return examples == 0 ? 0 : (examples - correct) / (double) examples;
        }
    }

    List<Section> all() {
        List<Row> rows = worstFirst();
        List<Section> sections = new ArrayList<>();
        sections.add(
                rows.size() <= MOST_BARS
                        ? new Section.Charts("Classes", List.of(chart(rows)))
                        : table(rows));
        List<Row> rare =
                rows.stream().filter(row -> row.examples() > 0 && row.examples() < RARE).toList();
        if (!rare.isEmpty()) {
            sections.add(rare(rare));
        }
        return sections;
    }

    private List<Row> worstFirst() {
        return IntStream.range(0, counts.examples().size())
                .mapToObj(
                        c ->
                                new Row(
                                        c < names.size() ? names.get(c) : "class " + c,
                                        counts.examples().get(c),
                                        counts.correct().get(c)))
                .sorted(Comparator.comparingDouble(Row::error).reversed())
                .toList();
    }

    private Chart chart(List<Row> rows) {
        List<Point> bars = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double deviation =
                    row.examples() == 0 ? 0 : SamplingError.ofRate(row.error(), row.examples());
            bars.add(
                    Point.of(i, 100 * row.error())
                            .between(
                                    100 * Math.max(0, row.error() - deviation),
                                    100 * Math.min(1, row.error() + deviation))
                            .noted("%d of %d correct".formatted(row.correct(), row.examples())));
        }
        return new Chart(
                "classes",
                "Error of each class",
                "Validation examples of each class that %s gets wrong at step %d, the worst class first. Whiskers: one standard error of so many examples."
                        .formatted(whose, counts.step()),
                new Axis(
                        "Class", "", new AxisScale.Category(rows.stream().map(Row::name).toList())),
                Axis.linear("Error", "%"),
                List.of(new Series.Bar("Error", bars)));
    }

    private Section table(List<Row> rows) {
        return new Section.Table(
                rows.size() > MOST_ROWS
                        ? "Correct predictions of the %d worst of %d classes"
                                .formatted(MOST_ROWS, rows.size())
                        : "Correct predictions by class, worst first",
                List.of(
                        Section.Column.text("Class"),
                        Section.Column.number("Examples", ""),
                        Section.Column.number("Correct", ""),
                        Section.Column.number("Share", "correct")),
                rows.stream().limit(MOST_ROWS).map(ClassSections::cells).toList());
    }

    /** Playbook, "Choosing a sample for periodic evaluation": was it just one example more? */
    private Section rare(List<Row> rows) {
        return new Section.Table(
                "Rare classes: fewer than %d validation examples that were evaluated"
                        .formatted(RARE),
                List.of(
                        Section.Column.text("Class"),
                        Section.Column.text("Correct predictions"),
                        Section.Column.number("One example more", "points")),
                rows.stream()
                        .sorted(Comparator.comparingLong(Row::examples))
                        .limit(MOST_ROWS)
                        .map(
                                row ->
                                        List.of(
                                                row.name(),
                                                "%d of %d".formatted(row.correct(), row.examples()),
                                                Numbers.text(100.0 / row.examples())))
                        .toList());
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.name(),
                Long.toString(row.examples()),
                Long.toString(row.correct()),
                row.examples() == 0 ? "" : Numbers.percent(1 - row.error()));
    }
}
