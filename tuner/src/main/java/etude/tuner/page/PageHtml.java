package etude.tuner.page;

import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.text;
import static j2html.TagCreator.title;

import j2html.TagCreator;
import j2html.tags.specialized.FooterTag;
import j2html.tags.specialized.HeadTag;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The page as one HTML document. */
final class PageHtml {
    private PageHtml() {}

    /**
     * Writes the document, in UTF-8. The scripts are copied byte for byte: as text their megabyte
     * would be decoded, copied several times at two bytes a character, and encoded again.
     *
     * @param prefix of the files with the data of the charts
     */
    static byte[] of(Page page, String prefix) {
        Assets assets = Assets.read();
        ByteArrayOutputStream html = new ByteArrayOutputStream(2 * assets.echarts().length);
        write(html, "<!DOCTYPE html><html lang=\"en\">" + head(page, assets).render() + "<body>");
        write(html, content(page, prefix));
        if (page.hasCharts()) {
            script(html, assets.echarts());
        }
        script(html, assets.script());
        write(html, "</body></html>\n");
        return html.toByteArray();
    }

    private static void script(ByteArrayOutputStream html, byte[] script) {
        write(html, "<script>");
        html.writeBytes(script);
        write(html, "</script>");
    }

    private static void write(ByteArrayOutputStream html, String text) {
        html.writeBytes(text.getBytes(StandardCharsets.UTF_8));
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

    /** What the body shows. */
    private static String content(Page page, String prefix) {
        TextHtml words = TextHtml.of(page);
        return each(
                        header(
                                h1(page.title()),
                                p(words.of(page.lead())).withClass("lead"),
                                button("Dark")
                                        .withId("theme")
                                        .withType("button")
                                        .attr("aria-label", "Switch between light and dark")),
                        main(
                                each(
                                        page.sections(),
                                        section -> SectionHtml.of(section, words, prefix))),
                        footer(page.footer()))
                .render();
    }

    private static FooterTag footer(Page.Footer footer) {
        return TagCreator.footer(
                p(text(String.join(" · ", footer.versions()))),
                iff(!footer.command().isEmpty(), p(text("Made by "), code(footer.command()))));
    }
}
