package etude.tuner.report;

import etude.trainer.run.RunDirectory;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Choices;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Cell;
import etude.tuner.page.Page;
import etude.tuner.page.PageFile;
import etude.tuner.page.Section;
import etude.tuner.runs.RunComparison;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import etude.tuner.text.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;

/**
 * Runs beside each other as a page: what each reached, where their configs differ, their curves.
 */
public record RunComparisonPage(RunComparison comparison) {
    /** A linear axis shows nothing of values so many times smaller than its largest. */
    private static final double WIDE = 20;

    /**
     * Writes {@code compare.html} and the data of each chart; files that are there are replaced.
     *
     * @param command that wrote it
     * @return the page
     * @throws etude.datasets.EtudeException when the folder cannot be written to
     */
    public Path write(PageFolder folder, List<String> command) {
        Path html = folder.path().resolve("compare.html");
        PageFile.write(html, page(folder, command));
        return html;
    }

    private Page page(PageFolder folder, List<String> command) {
        List<Section> sections = new ArrayList<>();
        sections.add(table("What each reached", "Result", comparison.results()));
        List<RunComparison.Row> settings = comparison.settings();
        sections.add(
                settings.isEmpty()
                        ? new Section.Notes(
                                "Settings that differ", List.of("None: the configs are the same."))
                        : table("Settings that differ", "Key", settings));
        List<Chart> charts = charts();
        if (!charts.isEmpty()) {
            sections.add(new Section.Charts("Training", charts));
        }
        List<Cell.Link> links = reports(folder);
        if (!links.isEmpty()) {
            sections.add(new Section.Links("Their own reports", links));
        }
        List<String> notes = new ArrayList<>(comparison.caveats());
        comparison.problems().forEach(problem -> notes.add(Sentences.of(problem)));
        sections.add(new Section.Notes("Caveats", notes));
        return new Page(
                String.join(" and ", comparison.labels()),
                "%s side by side.".formatted(Numbers.count(comparison.runs().size(), "run")),
                sections,
                new Page.Footer(List.of(), Shell.command(command)));
    }

    private Section table(String heading, String what, List<RunComparison.Row> rows) {
        List<Section.Column> columns = new ArrayList<>();
        columns.add(Section.Column.text(what));
        comparison.labels().forEach(label -> columns.add(Section.Column.text(label)));
        return new Section.Table(
                heading,
                columns,
                rows.stream()
                        .map(
                                row -> {
                                    List<String> cells = new ArrayList<>(List.of(row.what()));
                                    cells.addAll(row.values());
                                    return List.copyOf(cells);
                                })
                        .toList());
    }

    private List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        trainingLoss().ifPresent(charts::add);
        for (String metric : comparison.metrics()) {
            curves(metric).ifPresent(charts::add);
        }
        return charts;
    }

    private Optional<Chart> trainingLoss() {
        List<Series> series = new ArrayList<>();
        for (RunComparison.Compared one : comparison.runs()) {
            float[] losses = one.run().steps().losses();
            if (losses.length > 0) {
                series.add(Thinned.trace(one.label(), Series.Role.DATA, "", losses));
            }
        }
        return Chart.drawn(
                        PlotId.STEP_LOSS,
                        "Training loss of every step",
                        Thinned.explanation(series),
                        Axis.whole("Step", ""),
                        Thinned.axis("Training loss", series),
                        series)
                .map(chart -> chart.offering(new Choices(true, true, List.of())));
    }

    private Optional<Chart> curves(String metric) {
        List<Series> series = new ArrayList<>();
        DoubleSummaryStatistics heights = new DoubleSummaryStatistics();
        for (RunComparison.Compared one : comparison.runs()) {
            List<Point> points = Thinned.mean(one.run().measurements(), metric);
            if (!points.isEmpty()) {
                series.add(new Series.Line(one.label(), Series.Role.DATA, points));
                points.forEach(point -> heights.accept(point.y()));
            }
        }
        boolean wide = heights.getMin() > 0 && heights.getMax() > WIDE * heights.getMin();
        Axis axis = wide ? Axis.powersOfTen(metric, "") : Axis.linear(metric, "");
        return Chart.drawn(
                        PlotId.curves(metric),
                        metric,
                        "At each evaluation.",
                        Axis.whole("Step", ""),
                        ReportCharts.measured(axis, metric),
                        series)
                .map(chart -> chart.offering(new Choices(true, true, List.of())));
    }

    private List<Cell.Link> reports(PageFolder folder) {
        List<Cell.Link> links = new ArrayList<>();
        for (RunComparison.Compared one : comparison.runs()) {
            RunDirectory run = one.run().directory();
            if (Files.exists(run.report())) {
                folder.wayTo(run.root())
                        .map(way -> way.resolve(run.report().getFileName()))
                        .filter(way -> !way.isAbsolute())
                        .ifPresent(way -> links.add(new Cell.Link(one.label(), way)));
            }
        }
        return links;
    }
}
