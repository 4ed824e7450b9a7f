package etude.tuner.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.iffElse;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import j2html.tags.specialized.LiTag;
import java.util.Locale;

/** Each kind of section as HTML. */
final class SectionHtml {
    private SectionHtml() {}

    static DomContent of(Section section, ChartFiles files) {
        return section(h2(section.heading()), content(section, files));
    }

    private static DomContent content(Section section, ChartFiles files) {
        if (section instanceof Section.Verdicts verdicts) {
            return ul(each(verdicts.verdicts(), SectionHtml::verdict)).withClass("verdicts");
        }
        if (section instanceof Section.Charts charts) {
            return div(each(charts.charts(), chart -> ChartHtml.of(chart, files)))
                    .withClass("charts");
        }
        if (section instanceof Section.Table table) {
            return TableHtml.of(table);
        }
        if (section instanceof Section.Pictures pictures) {
            return PicturesHtml.of(pictures);
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
}
