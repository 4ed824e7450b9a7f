package etude.tuner.page;

import static j2html.TagCreator.button;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.fieldset;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.input;
import static j2html.TagCreator.join;
import static j2html.TagCreator.label;
import static j2html.TagCreator.legend;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;

import j2html.tags.DomContent;
import j2html.tags.specialized.ButtonTag;
import java.util.stream.IntStream;

/** What stands above a sheet: the filter, the choice of columns, and how many rows are shown. */
final class SheetControlsHtml {
    private SheetControlsHtml() {}

    static DomContent of(Section.Sheet sheet, TextHtml words) {
        return div(
                        label(
                                        span("Filter").withClass("name"),
                                        input().withType("search")
                                                .attr("autocomplete", "off")
                                                .attr("spellcheck", "false")
                                                .withPlaceholder(sheet.example()))
                                .withClass("filter"),
                        columns(sheet, words),
                        iff(
                                sheet.selectable(),
                                join(
                                        pressed("Only selected", "only")
                                                .attr("aria-pressed", "false"),
                                        pressed("Clear selection", "clear"))),
                        p("%,d %s".formatted(sheet.rows().size(), sheet.rowsAre()))
                                .withClass("count")
                                .attr("role", "status"))
                .withClass("controls");
    }

    private static ButtonTag pressed(String words, String name) {
        return button(words).withType("button").withClass(name).attr("disabled");
    }

    /** The first column names the row, so it stays. */
    private static DomContent columns(Section.Sheet sheet, TextHtml words) {
        return details(
                        summary("Columns"),
                        fieldset(
                                legend("Columns of " + sheet.heading()),
                                each(
                                        IntStream.range(1, sheet.columns().size()).boxed().toList(),
                                        c -> column(sheet.columns().get(c), words, c))))
                .withClass("choice");
    }

    private static DomContent column(SheetColumn column, TextHtml words, int index) {
        return label(
                input().withType("checkbox")
                        .withValue(Integer.toString(index))
                        .withCondChecked(column.shown()),
                span(words.of(column.head().name())));
    }
}
