package etude.tuner.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.text;

import etude.tuner.chart.ChartData;
import etude.tuner.chart.ChartJson;
import etude.tuner.chart.CountGrid;
import etude.tuner.chart.Figure;
import etude.tuner.chart.ParallelCoordinates;
import j2html.tags.DomContent;
import java.util.List;
import java.util.stream.IntStream;

/** A chart with its caption, its legend, its data as a table and its data for the script. */
final class ChartHtml {
    /** A longer table would slow the page down and be read by nobody; the CSV has all rows. */
    private static final int MOST_ROWS = 20;

    private ChartHtml() {}

    static DomContent of(Figure chart, TextHtml words, String prefix) {
        int lines = chart instanceof ParallelCoordinates all ? all.cases().axes().size() + 1 : 0;
        return figure(
                        h3(words.of(chart.title())),
                        figcaption(words.of(chart.description())),
                        ChartControlsHtml.choices(chart),
                        ChartControlsHtml.legend(chart),
                        div().withId("plot-" + chart.id())
                                .withClass(chart instanceof CountGrid ? "plot square" : "plot")
                                .withCondStyle(lines > 0, "--lines: " + lines)
                                .withTabindex(0)
                                .attr("role", "application")
                                .attr("aria-roledescription", "chart")
                                .attr("aria-label", chart.title() + ". " + chart.description()),
                        data(chart, words, prefix),
                        script(rawHtml(ScriptJson.of(ChartJson.of(chart))))
                                .withType("application/json")
                                .withId("data-plot-" + chart.id()))
                .withId(chart.id())
                .withCondClass(lines > 0, "whole-width");
    }

    private static DomContent data(Figure chart, TextHtml words, String prefix) {
        ChartData data = ChartData.of(chart);
        List<Section.Column> columns =
                IntStream.range(0, data.header().size()).mapToObj(c -> column(data, c)).toList();
        List<List<String>> rows = data.rows().stream().limit(MOST_ROWS).toList();
        String file = PageFile.dataFile(prefix, chart);
        return details(
                summary("Data"),
                SectionHtml.table(
                        new Section.Table("Data of " + chart.title(), columns, rows), words),
                p(
                        iff(
                                data.rows().size() > MOST_ROWS,
                                text(
                                        "The first %d of %,d rows. "
                                                .formatted(MOST_ROWS, data.rows().size()))),
                        a(file).withHref(file)));
    }

    private static Section.Column column(ChartData data, int column) {
        String name = data.header().get(column);
        return data.numeric(column) ? Section.Column.number(name, "") : Section.Column.text(name);
    }
}
