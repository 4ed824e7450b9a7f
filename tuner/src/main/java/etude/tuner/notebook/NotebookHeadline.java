package etude.tuner.notebook;

import etude.tuner.page.Cell;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Headline.Line;
import etude.tuner.project.Launch;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.Action;
import etude.tuner.project.rule.Draft;
import etude.tuner.project.rule.Guide;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import etude.tuner.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first lines: what was reached, and what comes next, why and for how much. */
record NotebookHeadline(Guide guide) {
    Section section() {
        List<Line> lines = new ArrayList<>();
        lines.add(line("Result", result()));
        tested().ifPresent(evidence -> lines.add(line("Launched", evidence)));
        lines.add(line("Incumbent", incumbent()));
        guide.next().ifPresentOrElse(next -> lines.addAll(next(next)), () -> lines.add(end()));
        lines.add(line("Budget", budget()));
        return new Section.Headline(lines);
    }

    private static Line line(String label, String text) {
        return new Line(label, text, Optional.empty());
    }

    private String result() {
        List<Launch> launches = guide.state().launches();
        List<Launch> measured =
                launches.stream().filter(launch -> launch.result().isPresent()).toList();
        if (measured.isEmpty()) {
            return "Nothing that was launched has been measured yet.";
        }
        Launch last = measured.get(measured.size() - 1);
        String later =
                last.number() < launches.size()
                        ? " What was launched after it has not been measured yet."
                        : "";
        return "%s%s.%s"
                .formatted(
                        LaunchSections.words(last, last.result().orElseThrow()),
                        before(measured),
                        later);
    }

    private static String before(List<Launch> measured) {
        Launch first = measured.get(0);
        return measured.size() == 1
                ? ""
                : ", after %s at launch %d"
                        .formatted(
                                LaunchSections.value(first.result().orElseThrow()), first.number());
    }

    /** The launch that changes nothing is that of the model, after its look at the test split. */
    private Optional<String> tested() {
        return guide.state().launches().stream()
                .filter(launch -> launch.changes().isEmpty())
                .map(Launch::evidence)
                .reduce((earlier, later) -> later);
    }

    private String incumbent() {
        ProjectState state = guide.state();
        return "incumbent.yaml, after %s: batch_size %d, max_train_steps %s, learning rate %s."
                .formatted(
                        LaunchSections.count(state.launches().size()),
                        state.incumbent().config().batchSize(),
                        state.incumbent().config().maxTrainSteps().text(),
                        Numbers.text(state.incumbent().learningRate()));
    }

    private List<Line> next(Guide.Next next) {
        Draft draft = next.draft();
        boolean byHand = draft.action() instanceof Action.ByHand;
        String text =
                draft.action() instanceof Action.ByHand hand
                        ? "%s. %s".formatted(next.rule().title(), hand.sentence()).strip()
                        : next.rule().title() + ".";
        return List.of(
                new Line(
                        "Next",
                        text,
                        byHand
                                ? Optional.empty()
                                : Optional.of(new Cell.Command(guide.state().runCommand(), ""))),
                line("Why", draft.why()),
                line("Cost", draft.cost().words() + "."));
    }

    private Line end() {
        return new Line(
                "Next",
                guide.launched()
                        ? "Nothing is due: the incumbent was launched, with its look at the test split."
                        : "Nothing is due: every step is done, skipped, without meaning here or beyond the budget.",
                Optional.of(
                        new Cell.Command(
                                Shell.command(
                                        List.of(
                                                "etude",
                                                "next",
                                                guide.state().directory(),
                                                "--explain")),
                                "")));
    }

    private String budget() {
        ProjectState state = guide.state();
        return "%s of %s are charged, as predicted; by the clock it took %s."
                .formatted(
                        Quantities.duration(state.secondsCharged()),
                        state.config().totalBudget(),
                        Quantities.duration(state.secondsTaken()));
    }
}
