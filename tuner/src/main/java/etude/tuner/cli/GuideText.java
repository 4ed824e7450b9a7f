package etude.tuner.cli;

import etude.tuner.notebook.Notebook;
import etude.tuner.project.Adoption;
import etude.tuner.project.Launch;
import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.Action;
import etude.tuner.project.rule.Draft;
import etude.tuner.project.rule.Guide;
import etude.tuner.project.rule.RuleState;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import etude.tuner.text.Shell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A guide for people and for programs. */
record GuideText(Guide guide) {
    private static final String INDENT = "    ";

    /** Where the project is, and what comes next. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(where());
        lines.add("");
        guide.next().ifPresentOrElse(next -> lines.addAll(next(next)), () -> lines.addAll(end()));
        return lines;
    }

    private List<String> where() {
        ProjectState state = guide.state();
        List<String> lines = new ArrayList<>();
        String goal = state.config().goal();
        lines.add(
                "Project %s%s".formatted(state.config().name(), goal.isBlank() ? "" : ": " + goal));
        lines.add(
                INDENT
                        + "Incumbent: %s, with batch_size %d, max_train_steps %s, learning rate %s, after %s."
                                .formatted(
                                        state.incumbentFile(),
                                        state.incumbent().config().batchSize(),
                                        state.incumbent().config().maxTrainSteps().text(),
                                        Numbers.text(state.incumbent().learningRate()),
                                        launches(state.launches().size())));
        lines.add(
                INDENT
                        + "Budget: %s of %s are charged, as predicted; by the clock it took %s."
                                .formatted(
                                        Quantities.duration(state.secondsCharged()),
                                        state.config().totalBudget(),
                                        Quantities.duration(state.secondsTaken())));
        longRuns(state).ifPresent(sentence -> lines.add(INDENT + sentence));
        lines.add(INDENT + "Notebook: " + state.file(Notebook.FILE));
        return lines;
    }

    /** Until the number of steps is settled, and where somebody skipped that. */
    private static Optional<String> longRuns(ProjectState state) {
        double seconds =
                state.trainingTime()
                        .map(time -> time.seconds(state.incumbent().steps().orElse(0)))
                        .orElse(0.0);
        return seconds > state.config().runBudget().seconds()
                ? Optional.of(
                        "Runs of so many steps take %s, more than run_budget %s."
                                .formatted(
                                        Quantities.duration(seconds), state.config().runBudget()))
                : Optional.empty();
    }

    private static String launches(int count) {
        return count == 0 ? "no launch" : count == 1 ? "1 launch" : count + " launches";
    }

    private List<String> next(Guide.Next next) {
        ProjectState state = guide.state();
        List<String> lines = new ArrayList<>(step(next));
        next.draft()
                .files()
                .forEach(file -> lines.add(INDENT + "Drafted: " + state.file(file.path())));
        lines.add(INDENT + "Do: " + doing(state, next.draft().action()));
        lines.add(
                INDENT
                        + "To disagree: edit the drafts or project.yaml, or `etude next %s --skip REASON`."
                                .formatted(Shell.word(state.directory())));
        return lines;
    }

    /** What a step is, why it is due and what it costs. */
    List<String> step(Guide.Next next) {
        Draft draft = next.draft();
        return List.of(
                "Next: %s [%s]".formatted(next.rule().title(), next.rule().section()),
                INDENT + "Why: " + draft.why(),
                INDENT
                        + "Cost: %s; %s of the budget are left."
                                .formatted(
                                        draft.cost().words(),
                                        Quantities.duration(
                                                Math.max(0, guide.state().secondsLeft()))));
    }

    /** A command is in backticks, so that no line breaks it. */
    private static String doing(ProjectState state, Action action) {
        if (action instanceof Action.Command command) {
            return "`%s`, or `%s`.".formatted(Shell.command(command.words()), state.runCommand());
        }
        if (action instanceof Action.ByHand byHand) {
            return byHand.sentence();
        }
        List<String> changes = changes(action);
        return (changes.isEmpty()
                        ? "keep the lesson: "
                        : "adopt %s: ".formatted(String.join(", ", changes)))
                + "`%s`.".formatted(state.runCommand());
    }

    private static List<String> changes(Action action) {
        if (action instanceof Action.Adopt adopt) {
            return adopt.adoption().changes();
        }
        return action instanceof Action.Conclude conclude
                ? conclude.adoption().map(Adoption::changes).orElse(List.of())
                : List.of();
    }

    private List<String> end() {
        return List.of(
                guide.launched()
                        ? "Nothing is due: the incumbent was launched, with its look at the test split."
                        : "Nothing is due: every step is done, skipped, without meaning here or beyond the budget; `etude next %s --explain` says which."
                                .formatted(Shell.word(guide.state().directory())));
    }

    /** Every rule in order. */
    List<String> rules() {
        List<String> lines = new ArrayList<>();
        int number = 1;
        for (Guide.Judged judged : guide.judged()) {
            lines.add(
                    "%d. %s: %s [%s]"
                            .formatted(
                                    number++,
                                    judged.rule().title(),
                                    judged.state().word().replace('_', ' '),
                                    judged.rule().section()));
            lines.add(INDENT + judged.state().text());
        }
        return lines;
    }

    /** Everything. */
    Map<String, Object> json() {
        ProjectState state = guide.state();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("project", state.config().name());
        json.put("directory", state.directory());
        json.put("metric", state.config().metric());
        json.put("incumbent", state.incumbentFile());
        json.put("notebook", state.file(Notebook.FILE));
        json.put("launches", state.launches().stream().map(Launch::json).toList());
        json.put("lessons", state.lessons().stream().map(Lesson::json).toList());
        json.put("seconds_charged", state.secondsCharged());
        json.put("seconds_taken", state.secondsTaken());
        json.put("seconds_left", state.secondsLeft());
        guide.next().ifPresent(next -> json.put("next", json(next)));
        json.put("rules", guide.judged().stream().map(GuideText::json).toList());
        return json;
    }

    private static Map<String, Object> json(Guide.Next next) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", next.rule().step());
        json.put("section", next.rule().section());
        json.put("why", next.draft().why());
        json.put("cost", next.draft().cost().words());
        next.draft().cost().seconds().ifPresent(seconds -> json.put("cost_seconds", seconds));
        Action action = next.draft().action();
        if (action instanceof Action.Command command) {
            json.put("command", command.words());
        } else if (action instanceof Action.ByHand byHand) {
            json.put("by_hand", byHand.sentence());
        } else {
            json.put("changes", changes(action));
        }
        return json;
    }

    private static Map<String, Object> json(Guide.Judged judged) {
        RuleState state = judged.state();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", judged.rule().step());
        json.put("title", judged.rule().title());
        json.put("section", judged.rule().section());
        json.put("state", state.word());
        json.put("text", state.text());
        Optional.of(state)
                .filter(RuleState.Skipped.class::isInstance)
                .map(RuleState.Skipped.class::cast)
                .ifPresent(skipped -> json.put("by", skipped.by()));
        return json;
    }
}
