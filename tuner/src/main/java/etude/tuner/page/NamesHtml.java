package etude.tuner.page;

import static j2html.TagCreator.each;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.text;

import etude.tuner.text.ShortNames;
import j2html.tags.DomContent;

/** Texts in which long names are shortened; the full one is shown when a short one is hovered. */
final class NamesHtml {
    private NamesHtml() {}

    static DomContent of(ShortNames names, String words) {
        return each(
                names.parts(words),
                part ->
                        part.isShortened()
                                ? tag("abbr").with(text(part.shown())).attr("title", part.full())
                                : text(part.shown()));
    }
}
