package etude.tuner.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.each;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.text;

import etude.tuner.text.ShortNames;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts in which long names are shortened, with the full one shown when a short one is hovered, and
 * the name of a file leads to it.
 *
 * @param files by the names that they have in texts
 * @param pattern of these names; empty where there is no file
 */
record TextHtml(ShortNames names, List<Cell.Link> files, Optional<Pattern> pattern) {
    /** The texts of a page. */
    static TextHtml of(Page page) {
        Optional<Pattern> pattern =
                Optional.of(page.files()).filter(all -> !all.isEmpty()).map(TextHtml::pattern);
        return new TextHtml(page.names(), page.files(), pattern);
    }

    /** The longest first, and none where it is only a part of another name. */
    private static Pattern pattern(List<Cell.Link> files) {
        return Pattern.compile(
                files.stream()
                        .map(Cell.Link::text)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(
                                Collectors.joining("|", "(?<![\\w./-])(?:", ")(?![\\w-]|\\.\\w)")));
    }

    DomContent of(String words) {
        List<DomContent> parts = new ArrayList<>();
        int done = 0;
        for (MatchResult file : found(words)) {
            parts.add(named(words.substring(done, file.start())));
            parts.add(a(file.group()).withHref(href(file.group())));
            done = file.end();
        }
        parts.add(named(words.substring(done)));
        return each(parts, part -> part);
    }

    private List<MatchResult> found(String words) {
        return pattern.map(one -> one.matcher(words).results().toList()).orElse(List.of());
    }

    private String href(String file) {
        return files.stream()
                .filter(link -> link.text().equals(file))
                .findFirst()
                .orElseThrow()
                .href();
    }

    private DomContent named(String words) {
        return each(
                names.parts(words),
                part ->
                        part.isShortened()
                                ? tag("abbr").with(text(part.shown())).attr("title", part.full())
                                : text(part.shown()));
    }
}
