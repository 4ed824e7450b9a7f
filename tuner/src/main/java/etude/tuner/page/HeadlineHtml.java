package etude.tuner.page;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;

import j2html.TagCreator;
import j2html.tags.DomContent;
import java.util.List;

/** The first lines of a page. */
final class HeadlineHtml {
    private HeadlineHtml() {}

    static DomContent of(Section.Headline headline, TextHtml words) {
        return TagCreator.section(
                        dl(each(headline.lines(), line -> line(line, words))).withClass("headline"))
                .attr("aria-label", headline.heading());
    }

    /** A line of it. */
    static DomContent line(Section.Headline.Line line, TextHtml words) {
        List<DomContent> commands = line.command().stream().map(SheetHtml::command).toList();
        return div(
                dt(line.label()),
                dd(words.of(line.text()), each(commands, command -> div(command))));
    }
}
