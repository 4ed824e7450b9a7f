package etude.tuner.notebook;

import etude.tuner.chart.Chart;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Card;
import etude.tuner.page.Section.Headline.Line;
import etude.tuner.project.Effort;
import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import etude.tuner.project.Round;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rounds of experiments, oldest first: goal, lesson, decision, cost, and the plot that decided.
 */
record RoundCards(ProjectState state, Map<String, StudyEvidence> studies) {
    Section section() {
        return state.rounds().isEmpty()
                ? new Section.Notes("Rounds", List.of("No round of experiments has begun yet."))
                : new Section.Cards("Rounds", state.rounds().stream().map(this::card).toList());
    }

    private Card card(Round round) {
        Optional<StudyEvidence> study = Optional.ofNullable(studies.get(round.study()));
        List<Line> lines = new ArrayList<>();
        round.lesson()
                .ifPresentOrElse(
                        lesson -> lines.addAll(lines(lesson)), () -> lines.add(open(study)));
        lines.add(line("Study", named(round, study)));
        Optional<Chart> plot = study.flatMap(StudyEvidence::plot);
        return new Card(title(round), lines, plot);
    }

    private static String title(Round round) {
        return round.goal().isEmpty()
                ? round.folder()
                : "%s: %s".formatted(round.folder(), round.goal());
    }

    private static Line line(String label, String text) {
        return new Line(label, text, Optional.empty());
    }

    private static String named(Round round, Optional<StudyEvidence> study) {
        return study.map(StudyEvidence::directory)
                        .or(() -> round.lesson().map(Lesson::study))
                        .map(name -> name + ", drafted in ")
                        .orElse("")
                + round.path();
    }

    private static Line open(Optional<StudyEvidence> study) {
        return line(
                "Lesson",
                study.isPresent()
                        ? "None yet: the study has begun, and nothing was decided."
                        : "None yet: the study is drafted and has not begun.");
    }

    private static List<Line> lines(Lesson lesson) {
        List<Line> lines = new ArrayList<>();
        lines.add(
                line(
                        "Lesson",
                        String.join(" ", lesson.seen())
                                + (lesson.taught() ? "" : " It taught nothing beyond noise.")));
        lines.add(line(word(lesson.decision()), lesson.why()));
        lines.add(line("Cost", words(lesson.cost())));
        return lines;
    }

    private static String word(Lesson.Decision decision) {
        return switch (decision) {
            case ADOPTED -> "Adopted";
            case KEPT -> "Rejected";
            case UNDECIDED -> "Undecided";
        };
    }

    private static String words(Effort cost) {
        String reruns = cost.reruns() == 0 ? "" : " and " + Numbers.count(cost.reruns(), "rerun");
        return "%s%s, %,d steps: %s of the budget, %s by the clock."
                .formatted(
                        Numbers.count(cost.trials(), "trial"),
                        reruns,
                        cost.steps(),
                        Quantities.duration(cost.chargedSeconds()),
                        Quantities.duration(cost.tookSeconds()));
    }
}
