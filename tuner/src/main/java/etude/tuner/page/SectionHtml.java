package etude.tuner.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.article;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.img;
import static j2html.TagCreator.join;
import static j2html.TagCreator.li;
import static j2html.TagCreator.ol;
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

    /**
     * A section.
     *
     * @param prefix of the files with the data of the charts
     */
    static DomContent of(Section section, TextHtml words, String prefix) {
        return section instanceof Section.Headline headline
                ? HeadlineHtml.of(headline, words)
                : section(h2(section.heading()), content(section, words, prefix))
                        .withCondClass(section instanceof Section.Charts, "plots");
    }

    private static DomContent content(Section section, TextHtml words, String prefix) {
        if (section instanceof Section.Verdicts verdicts) {
            return new VerdictsHtml(words).of(verdicts);
        }
        if (section instanceof Section.Charts charts) {
            return div(each(charts.charts(), chart -> ChartHtml.of(chart, words, prefix)))
                    .withClass("charts");
        }
        if (section instanceof Section.Table table) {
            return table(table, words);
        }
        if (section instanceof Section.Steps steps) {
            return ol(each(steps.steps(), step -> step(step, words))).withClass("verdicts steps");
        }
        if (section instanceof Section.Cards cards) {
            return each(cards.cards(), card -> card(card, words, prefix));
        }
        if (section instanceof Section.Pictures pictures) {
            return pictures(pictures);
        }
        if (section instanceof Section.Sheet sheet) {
            return SheetHtml.of(sheet, words);
        }
        if (section instanceof Section.Links links) {
            return ul(each(links.links(), link -> li(a(link.text()).withHref(link.href()))));
        }
        return each(((Section.Notes) section).paragraphs(), paragraph -> p(words.of(paragraph)));
    }

    private static LiTag step(Section.Step step, TextHtml words) {
        Section.Progress progress = step.progress();
        return li(
                span(progress.symbol())
                        .withClass("standing " + progress.name().toLowerCase(Locale.ROOT))
                        .attr("role", "img")
                        .attr("aria-label", progress.words()),
                div(
                                p(words.of(step.title())).withClass("title"),
                                iff(
                                        !step.detail().isEmpty(),
                                        p(words.of(step.detail())).withClass("detail")))
                        .withClass("what"),
                p(words.of(step.text())));
    }

    private static DomContent card(Section.Card card, TextHtml words, String prefix) {
        return article(
                        h3(words.of(card.title())),
                        dl(each(card.lines(), line -> HeadlineHtml.line(line, words))),
                        each(
                                card.figure().stream().toList(),
                                figure -> ChartHtml.of(figure, words, prefix)))
                .withClass(card.figure().isPresent() ? "card drawn" : "card");
    }

    /** It scrolls within itself where the window is too narrow for it. */
    static DomContent table(Section.Table table, TextHtml words) {
        List<Section.Column> columns = table.columns();
        return div(TagCreator.table(
                                thead(tr(each(columns, column -> head(column, words)))),
                                tbody(each(table.rows(), row -> row(columns, row, words))))
                        .attr("aria-label", table.heading()))
                .withClass("wide")
                .withTabindex(0)
                .attr("role", "region")
                .attr("aria-label", table.heading());
    }

    private static DomContent head(Section.Column column, TextHtml words) {
        return th(
                        words.of(column.name()),
                        iff(!column.unit().isEmpty(), span(column.unit()).withClass("unit")))
                .withCondClass(column.align() == Section.Align.NUMBER, "number")
                .attr("scope", "col");
    }

    private static TrTag row(List<Section.Column> columns, List<String> row, TextHtml words) {
        return tr(
                each(
                        IntStream.range(0, row.size()).boxed().toList(),
                        c ->
                                td(words.of(row.get(c)))
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
