package etude.tuner.report;

import etude.tuner.analysis.headline.Headline;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Remedy;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.page.Cell;
import etude.tuner.page.Section;
import etude.tuner.page.VerdictCard;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The conclusions as a page shows them: three lines, then the playbook's questions. */
final class VerdictSection {
    private VerdictSection() {}

    /**
     * The section.
     *
     * @param drawn the id of the chart that shows what a verdict names, where there is one
     */
    static Section of(
            String heading, List<Verdict> verdicts, Function<String, Optional<String>> drawn) {
        return new Section.Verdicts(
                heading,
                verdicts.stream()
                        .map(
                                verdict ->
                                        new VerdictCard(
                                                standing(verdict.answer()),
                                                verdict.question(),
                                                verdict.answer().sentence(),
                                                drawn.apply(verdict.plot())
                                                        .map(
                                                                id ->
                                                                        new VerdictCard.Evidence(
                                                                                label(id), id)),
                                                verdict.answer()
                                                        .remedy()
                                                        .map(Remedy::text)
                                                        .orElse("")))
                        .toList());
    }

    /** The lines above all sections. */
    static Section headline(Headline headline) {
        return new Section.Headline(
                headline.lines().stream()
                        .map(
                                line ->
                                        new Section.Headline.Line(
                                                line.label(),
                                                line.text(),
                                                line.command()
                                                        .map(words -> new Cell.Command(words, ""))))
                        .toList());
    }

    private static String label(String id) {
        return id.equals(PlotId.TRIALS) ? "See the trials" : "See the plot";
    }

    private static VerdictCard.Standing standing(Answer answer) {
        if (answer instanceof Answer.Good) {
            return VerdictCard.Standing.GOOD;
        }
        if (answer instanceof Answer.Attention) {
            return VerdictCard.Standing.ATTENTION;
        }
        return answer instanceof Answer.Problem
                ? VerdictCard.Standing.PROBLEM
                : VerdictCard.Standing.OPEN;
    }
}
