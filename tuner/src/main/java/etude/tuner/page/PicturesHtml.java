package etude.tuner.page;

import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.img;
import static j2html.TagCreator.join;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import j2html.tags.specialized.LiTag;
import java.util.Locale;

/** Pictures with their words. */
final class PicturesHtml {
    private PicturesHtml() {}

    static DomContent of(Section.Pictures pictures) {
        return join(
                iff(!pictures.description().isEmpty(), p(pictures.description())),
                ul(each(pictures.pictures(), PicturesHtml::captioned)).withClass("pictures"));
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
