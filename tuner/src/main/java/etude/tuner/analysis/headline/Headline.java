package etude.tuner.analysis.headline;

import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Comparison;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.text.Paragraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reader should know after five seconds.
 *
 * @param answer to the goal, in a sentence or two
 * @param bestSettings empty where no trial is feasible
 */
public record Headline(String answer, Optional<BestSettings> bestSettings, NextStep next) {
    private static final int WIDTH = 80;
    private static final String INDENT = "    ";

    /**
     * A line as people read it.
     *
     * @param command to be copied, where there is one
     */
    public record Line(String label, String text, Optional<String> command) {
        /** For a terminal: the command on a line of its own, to be copied. */
        List<String> plain() {
            List<String> lines =
                    new ArrayList<>(Paragraph.lines(label + ": " + text, WIDTH, INDENT));
            command.ifPresent(words -> lines.add(INDENT + words));
            return lines;
        }
    }

    /** Of a study, or of a single run, which has no search space and no best settings. */
    public static Headline of(
            StudyResults results, List<Comparison> comparisons, List<Verdict> verdicts) {
        return results.study().isSingleRun()
                ? new Headline(
                        RunAnswer.of(results), Optional.empty(), NextStep.ofRun(results, verdicts))
                : new Headline(
                        new GoalAnswer(results, comparisons).sentences(),
                        results.best().map(best -> BestSettings.of(results, best)),
                        NextStep.ofStudy(results, verdicts));
    }

    /** In the order in which they are read. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>(List.of(answered()));
        bestSettings.ifPresent(
                best -> lines.add(new Line("Best settings", best.sentence(), best.command())));
        lines.add(new Line("Do next", next.sentence(), next.command()));
        return lines;
    }

    private Line answered() {
        return new Line("Answer", answer, Optional.empty());
    }

    /** As a terminal shows it. */
    public List<String> plain() {
        return plain(lines());
    }

    /** Likewise, where somebody else says what to take of it and what to do next. */
    public List<String> plainAnswer() {
        return plain(List.of(answered()));
    }

    private static List<String> plain(List<Line> lines) {
        return lines.stream().flatMap(line -> line.plain().stream()).toList();
    }

    /** For programs. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("answer", answer);
        bestSettings.ifPresent(best -> json.put("best_settings", best.json()));
        json.put("do_next", next.json());
        return json;
    }
}
