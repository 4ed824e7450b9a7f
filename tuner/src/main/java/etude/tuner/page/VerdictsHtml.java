package etude.tuner.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.join;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import etude.tuner.page.VerdictCard.Standing;
import etude.tuner.text.Numbers;
import j2html.tags.DomContent;
import j2html.tags.specialized.LiTag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Verdicts: problems first, then what asks for attention, then what is open, each advice once. What
 * is good is folded away.
 */
record VerdictsHtml(TextHtml words) {
    private static final List<Standing> ORDER =
            List.of(Standing.PROBLEM, Standing.ATTENTION, Standing.OPEN);

    /** Paper cannot unfold what is folded; so few are printed open. */
    private static final int FEW = 6;

    private static final String NO_BREAK = "\u00a0";

    DomContent of(Section.Verdicts section) {
        List<VerdictCard> good =
                section.verdicts().stream().filter(v -> v.standing() == Standing.GOOD).toList();
        Collection<List<VerdictCard>> groups = groups(section.verdicts());
        return join(
                iff(!groups.isEmpty(), ul(each(groups, this::group)).withClass("verdicts")),
                iff(!good.isEmpty(), passed(good, groups.isEmpty())));
    }

    /** Those of one advice together, where the most telling of them stands. */
    private static Collection<List<VerdictCard>> groups(List<VerdictCard> verdicts) {
        Map<String, List<VerdictCard>> groups = new LinkedHashMap<>();
        verdicts.stream()
                .filter(verdict -> verdict.standing() != Standing.GOOD)
                .sorted(Comparator.comparingInt(verdict -> ORDER.indexOf(verdict.standing())))
                .forEach(
                        verdict ->
                                groups.computeIfAbsent(
                                                verdict.advice(), advice -> new ArrayList<>())
                                        .add(verdict));
        return groups.values();
    }

    private LiTag group(List<VerdictCard> verdicts) {
        int last = verdicts.size() - 1;
        return li(
                each(verdicts.subList(0, last), verdict -> verdict(verdict, "")),
                verdict(verdicts.get(last), verdicts.get(last).advice()));
    }

    private DomContent passed(List<VerdictCard> good, boolean all) {
        String checks = Numbers.count(good.size(), "check");
        return details(
                        summary(
                                join(
                                        span(Standing.GOOD.symbol())
                                                .withClass("good")
                                                .attr("aria-hidden", "true"),
                                        (all && good.size() > 1 ? "All " : "")
                                                + checks
                                                + " passed")),
                        ul(each(good, verdict -> li(verdict(verdict, "")))).withClass("verdicts"))
                .withClass(good.size() <= FEW ? "passed few" : "passed");
    }

    private DomContent verdict(VerdictCard verdict, String advice) {
        Standing standing = verdict.standing();
        return join(
                span(standing.symbol())
                        .withClass("standing " + standing.name().toLowerCase(Locale.ROOT))
                        .attr("role", "img")
                        .attr("aria-label", standing.words()),
                p(words.of(verdict.question())).withClass("question"),
                div(
                        p(words.of(verdict.answer()), evidence(verdict)).withClass("answer"),
                        iff(!advice.isEmpty(), p(words.of(advice)).withClass("detail"))));
    }

    /** It never stands alone on a line: the space before it does not break. */
    private static DomContent evidence(VerdictCard verdict) {
        return each(
                verdict.evidence().stream().toList(),
                seen ->
                        each(
                                text(NO_BREAK),
                                a(seen.label()).withHref("#" + seen.chart()).withClass("seen")));
    }
}
