package etude.tuner.project.rule;

import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One search of all that mattered, at last only for what it reaches (playbook, "After exploration
 * concludes"): a Gaussian process where few trials run at once, quasi-random points where many do.
 */
record FinalStudy(List<Question> explored) implements Question {
    private static final int MANY_WORKERS = 8;
    private static final int MOST_TRIALS = 60;
    private static final int FEWEST_TRIALS = 10;
    private static final int STEP_BETWEEN = 5;

    FinalStudy {
        explored = List.copyOf(explored);
    }

    @Override
    public String step() {
        return "final_study";
    }

    @Override
    public String title() {
        return "What mattered has been searched together";
    }

    @Override
    public String section() {
        return "After exploration concludes; Exploration vs exploitation";
    }

    @Override
    public Optional<String> pointless(ProjectState state) {
        if (state.config().keeps("optimizer.learning_rate")) {
            return Optional.of("project.yaml keeps optimizer.learning_rate.");
        }
        return searched(state).isEmpty()
                ? Optional.of(
                        "Nothing but the learning rate was found to matter, and its best value is known.")
                : Optional.empty();
    }

    @Override
    public boolean isPressing(ProjectState state) {
        return true; // saturation is what it waits for
    }

    /** All that is left, less what the launch needs. */
    @Override
    public double share() {
        return 1;
    }

    @Override
    public double leaves(ProjectState state) {
        return Reserve.afterFinalStudy(state);
    }

    @Override
    public boolean addsComplexity() {
        return false;
    }

    @Override
    public String why(ProjectState state) {
        List<String> sentences = new ArrayList<>(List.of("Exploration is over."));
        names(state, this::mattered)
                .map("Rounds found these to matter, or could not rule them out: %s."::formatted)
                .ifPresent(sentences::add);
        names(state, this::unasked)
                .map("No round was left for these: %s."::formatted)
                .ifPresent(sentences::add);
        sentences.add("They interact, so they are searched together.");
        return String.join(" ", sentences);
    }

    private static Optional<String> names(
            ProjectState state, Function<ProjectState, List<Question>> questions) {
        List<String> steps = questions.apply(state).stream().map(Question::step).toList();
        return steps.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", steps));
    }

    private List<Question> searched(ProjectState state) {
        return Stream.concat(mattered(state).stream(), unasked(state).stream()).toList();
    }

    private List<Question> mattered(ProjectState state) {
        return explored.stream()
                .filter(one -> !one.searchedFurther(state).isEmpty())
                .filter(one -> state.lesson(one.step()).filter(FinalStudy::mayMatter).isPresent())
                .toList();
    }

    /** What was seen speaks for them, or they cost no complexity, and the budget had no round. */
    private List<Question> unasked(ProjectState state) {
        return explored.stream()
                .filter(one -> !one.searchedFurther(state).isEmpty())
                .filter(one -> state.lesson(one.step()).isEmpty())
                .filter(one -> state.skip(one.step()).isEmpty())
                .filter(one -> one.pointless(state).isEmpty())
                .filter(one -> one.isPressing(state) || !one.addsComplexity())
                .toList();
    }

    private static boolean mayMatter(Lesson lesson) {
        return switch (lesson.decision()) {
            case ADOPTED -> true;
            case UNDECIDED -> lesson.effect().filter(effect -> effect.gain() > 0).isPresent();
            case KEPT ->
                    lesson.effect()
                            .filter(
                                    effect ->
                                            effect.gain() > effect.chance()
                                                    && effect.gain() <= effect.margin())
                            .isPresent();
        };
    }

    @Override
    public Design design(ProjectState state) {
        List<String> parameters = new ArrayList<>();
        parameters.add(Parameters.rate(state, 3, 3));
        searched(state).forEach(one -> parameters.addAll(one.searchedFurther(state)));
        return new Design(
                "Which values of all that mattered reach most together?",
                state.config().workers() < MANY_WORKERS ? "gaussian_process" : "quasi_random",
                trials -> parameters,
                1,
                levels(),
                1);
    }

    /** As many as what is left pays for, less what the launch needs. */
    private static List<Integer> levels() {
        List<Integer> levels = new ArrayList<>();
        for (int trials = MOST_TRIALS; trials >= FEWEST_TRIALS; trials -= STEP_BETWEEN) {
            levels.add(trials);
        }
        return levels;
    }
}
