package etude.tuner.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.iffElse;
import static j2html.TagCreator.img;
import static j2html.TagCreator.join;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.TagCreator;
import j2html.tags.DomContent;
import j2html.tags.specialized.LiTag;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Each kind of section as HTML. */
final class SectionHtml {
    private SectionHtml() {}

    static DomContent of(Section section, String prefix) {
        return section(h2(section.heading()), content(section, prefix));
    }

    private static DomContent content(Section section, String prefix) {
        if (section instanceof Section.Verdicts verdicts) {
            return ul(each(verdicts.verdicts(), SectionHtml::verdict)).withClass("verdicts");
        }
        if (section instanceof Section.Charts charts) {
            return div(each(charts.charts(), chart -> ChartHtml.of(chart, prefix)))
                    .withClass("charts");
        }
        if (section instanceof Section.Table table) {
            return table(table);
        }
        if (section instanceof Section.Pictures pictures) {
            return pictures(pictures);
        }
        if (section instanceof Section.Sheet sheet) {
            return SheetHtml.of(sheet);
        }
        return each(((Section.Notes) section).paragraphs(), paragraph -> p(paragraph));
    }

    private static LiTag verdict(VerdictCard verdict) {
        VerdictCard.Standing standing = verdict.standing();
        return li(
                span(standing.symbol())
                        .withClass("standing " + standing.name().toLowerCase(Locale.ROOT))
                        .attr("role", "img")
                        .attr("aria-label", standing.words()),
                p(verdict.question()).withClass("question"),
                p(verdict.answer()).withClass("answer"),
                detail(verdict));
    }

    /** What to do, and where it can be seen. */
    private static DomContent detail(VerdictCard verdict) {
        DomContent evidence =
                verdict.evidence()
                        .<DomContent>map(seen -> a(seen.label()).withHref("#" + seen.chart()))
                        .orElse(text(""));
        boolean nothing = verdict.advice().isEmpty() && verdict.evidence().isEmpty();
        return iff(
                !nothing,
                p(
                                text(verdict.advice()),
                                iffElse(verdict.advice().isEmpty(), text(""), text(" ")),
                                evidence)
                        .withClass("detail"));
    }

    /** It scrolls within itself where the window is too narrow for it. */
    static DomContent table(Section.Table table) {
        List<Section.Column> columns = table.columns();
        return div(TagCreator.table(
                                thead(tr(each(columns, SectionHtml::head))),
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

    private static DomContent pictures(Section.Pictures pictures) {
        return join(
                iff(!pictures.description().isEmpty(), p(pictures.description())),
                ul(each(pictures.pictures(), SectionHtml::captioned)).withClass("pictures"));
    }

    /** The symbol says again what the words say, so a screen reader leaves it out. */
    private static LiTag captioned(Section.Captioned captioned) {
        Picture picture = captioned.picture();
        VerdictCard.Standing standing = captioned.standing();
        return li(
                figure(
                        img().withSrc(picture.address())
                                .withAlt(captioned.alternative())
                                .withTitle(captioned.source())
                                .withWidth(Integer.toString(picture.shownWidth()))
                                .withHeight(Integer.toString(picture.shownHeight())),
                        figcaption(
                                span(standing.symbol())
                                        .withClass(standing.name().toLowerCase(Locale.ROOT))
                                        .attr("aria-hidden", "true"),
                                text(" " + captioned.caption()),
                                span(captioned.detail()).withClass("more"))));
    }
}
