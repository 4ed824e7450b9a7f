package etude.tuner.page;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.stream.IntStream;

/** A table that scrolls within itself where the window is too narrow for it. */
final class TableHtml {
    private TableHtml() {}

    static DomContent of(Section.Table table) {
        List<Section.Column> columns = table.columns();
        return div(table(
                                thead(tr(each(columns, TableHtml::head))),
                                tbody(each(table.rows(), row -> row(columns, row))))
                        .attr("aria-label", table.heading()))
                .withClass("wide")
                .withTabindex(0)
                .attr("role", "region")
                .attr("aria-label", table.heading());
    }

    private static DomContent head(Section.Column column) {
        return th(
                        text(column.name()),
                        iff(!column.unit().isEmpty(), span(column.unit()).withClass("unit")))
                .withCondClass(column.align() == Section.Align.NUMBER, "number")
                .attr("scope", "col");
    }

    private static TrTag row(List<Section.Column> columns, List<String> row) {
        return tr(
                each(
                        IntStream.range(0, row.size()).boxed().toList(),
                        c ->
                                td(row.get(c))
                                        .withCondClass(
                                                columns.get(c).align() == Section.Align.NUMBER,
                                                "number")));
    }
}
