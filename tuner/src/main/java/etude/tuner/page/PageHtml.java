package etude.tuner.page;

import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.style;
import static j2html.TagCreator.text;
import static j2html.TagCreator.title;

import j2html.TagCreator;
import j2html.tags.specialized.BodyTag;
import j2html.tags.specialized.FooterTag;
import j2html.tags.specialized.HeadTag;

/** The page as one HTML document. */
final class PageHtml {
    private PageHtml() {}

    /**
     * Writes the document.
     *
     * @param prefix of the files with the data of the charts
     */
    static String of(Page page, String prefix) {
        Assets assets = Assets.read();
        return document(html(head(page, assets), body(page, assets, prefix)).attr("lang", "en"))
                + "\n";
    }

    private static HeadTag head(Page page, Assets assets) {
        return TagCreator.head(
                meta().withCharset("utf-8"),
                meta().attr("http-equiv", "Content-Security-Policy")
                        .withContent(assets.securityPolicy()),
                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                title(page.title()),
                style(rawHtml(assets.css())));
    }

    private static BodyTag body(Page page, Assets assets, String prefix) {
        TextHtml words = TextHtml.of(page);
        return TagCreator.body(
                header(
                        h1(page.title()),
                        p(words.of(page.lead())).withClass("lead"),
                        button("Dark")
                                .withId("theme")
                                .withType("button")
                                .attr("aria-label", "Switch between light and dark")),
                main(each(page.sections(), section -> SectionHtml.of(section, words, prefix))),
                footer(page.footer()),
                iff(page.hasCharts(), script(rawHtml(assets.echarts()))),
                script(rawHtml(assets.script())));
    }

    private static FooterTag footer(Page.Footer footer) {
        return TagCreator.footer(
                p(text(String.join(" · ", footer.versions()))),
                iff(!footer.command().isEmpty(), p(text("Made by "), code(footer.command()))));
    }
}
