package etude.tuner.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.col;
import static j2html.TagCreator.colgroup;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.wbr;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import j2html.tags.specialized.ButtonTag;
import j2html.tags.specialized.DivTag;
import j2html.tags.specialized.ThTag;
import j2html.tags.specialized.TrTag;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A sheet: controls, which {@code table.js} brings to life and which the style hides where no
 * script runs, the whole table, and below it the place for what is selected.
 */
final class SheetHtml {
    /** Where the name of a column may be broken. */
    private static final Pattern BREAKS = Pattern.compile("(?<=[./_])");

    /** More would fill pages of paper that nobody reads; the style leaves out the others. */
    private static final int MOST_PRINTED = 60;

    private SheetHtml() {}

    static DomContent of(Section.Sheet sheet, TextHtml words) {
        DivTag html =
                div(
                                style(hiddenColumns(sheet)).attr("media", "(scripting: enabled)"),
                                SheetControlsHtml.of(sheet, words),
                                scrolling(sheet, words))
                        .withId(sheet.id())
                        .withClass("sheet")
                        .attr("data-rows-are", sheet.rowsAre());
        if (sheet.rows().size() > MOST_PRINTED) {
            html.with(
                    p("The first %d rows; the page itself shows all.".formatted(MOST_PRINTED))
                            .withClass("rest"));
        }
        boolean says = sheet.selectable() || !sheet.hint().text().isEmpty();
        return says ? html.with(picked(sheet)) : html;
    }

    /** In the style, so that no column is drawn and then taken away. */
    private static String hiddenColumns(Section.Sheet sheet) {
        return columns(sheet)
                .filter(c -> !sheet.columns().get(c).shown())
                .mapToObj(
                        c ->
                                "#%s .wide :is(tr, colgroup) > :nth-child(%d)"
                                        .formatted(sheet.id(), c + 1))
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.joining(", "),
                                all -> all.isEmpty() ? "" : all + " { display: none; }"));
    }

    private static DomContent scrolling(Section.Sheet sheet, TextHtml words) {
        return div(table(
                                colgroup(
                                        each(
                                                columns(sheet).boxed().toList(),
                                                c -> col().withStyle(width(sheet, words, c)))),
                                thead(tr(each(sheet.columns(), column -> head(column, words)))),
                                tbody(each(sheet.rows(), row -> row(sheet, row))))
                        .attr("aria-label", sheet.heading()))
                .withClass("wide")
                .withTabindex(0)
                .attr("role", "region")
                .attr("aria-label", sheet.heading());
    }

    private static String width(Section.Sheet sheet, TextHtml words, int column) {
        return String.format(
                Locale.ROOT,
                "width:%dch",
                SheetWidths.digits(
                        words.names().shorten(sheet.columns().get(column).head().name()),
                        sheet.rows().stream().map(row -> row.cells().get(column)).toList()));
    }

    private static ThTag head(SheetColumn column, TextHtml words) {
        String full = column.head().name();
        String name = words.names().shorten(full);
        return th(sortButton(name, column.head().unit()))
                .condAttr(!name.equals(full), "title", full)
                .withCondClass(isNumber(column), "number")
                .attr("scope", "col")
                .attr("data-name", full)
                .attr("data-shown", Boolean.toString(column.shown()));
    }

    private static ButtonTag sortButton(String name, String unit) {
        return button(
                        each(
                                BREAKS.splitAsStream(name)
                                        .flatMap(part -> Stream.<DomContent>of(text(part), wbr()))),
                        iff(!unit.isEmpty(), span(unit).withClass("unit")))
                .withType("button")
                .withClass("sort");
    }

    private static TrTag row(Section.Sheet sheet, SheetRow row) {
        TrTag line =
                tr(
                        each(
                                columns(sheet).boxed().toList(),
                                c -> cell(sheet.columns().get(c), row.cells().get(c), c == 0)));
        return row.key().isEmpty() ? line : line.attr("data-key", row.key());
    }

    private static DomContent cell(SheetColumn column, Cell cell, boolean first) {
        ContainerTag<?> place = first ? th().attr("scope", "row") : td();
        if (isNumber(column)) {
            place.attr("class", "number");
        }
        if (cell instanceof Cell.Quantity quantity) {
            return place.attr("data-value", Double.toString(quantity.value())).with(shown(cell));
        }
        return place.with(shown(cell));
    }

    private static DomContent shown(Cell cell) {
        if (cell instanceof Cell.Link link) {
            return a(link.text()).withHref(link.href());
        }
        return cell instanceof Cell.Command command ? command(command) : text(cell.text());
    }

    static DomContent command(Cell.Command command) {
        return span(
                        code(command.text()),
                        iff(
                                !command.note().isEmpty(),
                                span(" " + command.note()).withClass("note")),
                        button("Copy").withType("button").withClass("copy"))
                .withClass("command");
    }

    private static DomContent picked(Section.Sheet sheet) {
        Section.Hint hint = sheet.hint();
        return div(
                        iff(!hint.text().isEmpty(), p(hint.text())),
                        each(hint.command().stream().toList(), SheetHtml::command))
                .withClass("picked")
                .withTabindex(0)
                .attr("role", "region")
                .attr("aria-label", "Selected " + sheet.rowsAre());
    }

    private static boolean isNumber(SheetColumn column) {
        return column.head().align() == Section.Align.NUMBER;
    }

    private static IntStream columns(Section.Sheet sheet) {
        return IntStream.range(0, sheet.columns().size());
    }
}
