package etude.tuner.project.rule;

import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One search of all that mattered, at last only for what it reaches (playbook, "After exploration
 * concludes"): a Gaussian process where few trials run at once, quasi-random points where many do.
 * Where trainings of the rounds were shorter than a run may be, those of the search are as long as
 * the budget allows, for what they find holds best there (playbook, "Round 1"), and the learning
 * rate's schedule, which transfers least, is searched again.
 */
record FinalStudy(List<Question> explored) implements Question {
    static final String STEP = "final_study";

    FinalStudy {
        explored = List.copyOf(explored);
    }

    @Override
    public String step() {
        return STEP;
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
        if (state.sweeps().isEmpty() && state.reigning().isEmpty() && state.lessons().isEmpty()) {
            return Optional.of("No study has measured the incumbent yet.");
        }
        return versions(state).isEmpty()
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
        return version(state).leaves(state);
    }

    @Override
    public Evidence.By decides() {
        return Evidence.By.BETTER_MEAN;
    }

    @Override
    public String why(ProjectState state) {
        List<String> sentences = new ArrayList<>(List.of("Exploration is over."));
        JointSearch version = version(state);
        names(explored, one -> hasMattered(state, one))
                .map("Rounds found these to matter, or could not rule them out: %s."::formatted)
                .ifPresent(sentences::add);
        names(unasked(state), version.searched()::contains)
                .map("No round was left for these, which are searched with them: %s."::formatted)
                .ifPresent(sentences::add);
        names(unasked(state), one -> !version.searched().contains(one))
                .map(
                        "No round was left for these, and what is left does not pay for them here: %s."
                                ::formatted)
                .ifPresent(sentences::add);
        if (version.isLonger(state)) {
            sentences.add(
                    "Rounds had trainings of %,d steps, and a run may have more: %,d are as many as leave enough trials."
                            .formatted(state.incumbent().steps().orElse(0), version.steps()));
            names(explored, one -> isAskedAgain(state, one))
                    .map("What transfers least from shorter ones is searched again: %s."::formatted)
                    .ifPresent(sentences::add);
        }
        sentences.add("They interact, so they are searched together.");
        return String.join(" ", sentences);
    }

    private static Optional<String> names(List<Question> questions, Predicate<Question> which) {
        List<String> steps = questions.stream().filter(which).map(Question::step).toList();
        return steps.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", steps));
    }

    /** The first that the budget pays for, else the smallest. */
    private JointSearch version(ProjectState state) {
        List<JointSearch> versions = versions(state);
        return versions.stream()
                .filter(version -> version.isPaidFor(state))
                .findFirst()
                .orElseGet(
                        () ->
                                versions.isEmpty()
                                        ? new JointSearch(List.of(), 0)
                                        : versions.get(versions.size() - 1));
    }

    /**
     * From what says most: longer trainings before shorter ones, and of each everything, then what
     * something seen speaks for. Only where none of these is paid for, what is known to matter.
     */
    private List<JointSearch> versions(ProjectState state) {
        List<Predicate<Question>> more =
                List.of(
                        one -> isUnasked(state, one),
                        one -> isUnasked(state, one) && one.isPressing(state));
        List<JointSearch> versions = new ArrayList<>();
        for (long steps : lengths(state)) {
            more.forEach(which -> versions.add(version(state, steps, which)));
        }
        for (long steps : lengths(state)) {
            versions.add(version(state, steps, one -> false));
        }
        return versions.stream()
                .filter(one -> one.isLonger(state) || !one.searched().isEmpty())
                .distinct()
                .toList();
    }

    /** All that mattered, what transfers least from shorter trainings, and some more. */
    private JointSearch version(ProjectState state, long steps, Predicate<Question> more) {
        boolean longer = steps > state.incumbent().steps().orElse(0);
        Predicate<Question> again = one -> longer && !one.transfers() && maySearch(state, one);
        Predicate<Question> which = again.or(more).or(one -> hasMattered(state, one));
        return new JointSearch(explored.stream().filter(which).toList(), steps);
    }

    /** Numbers of steps from the most that a run may have to the incumbent's. */
    private static List<Long> lengths(ProjectState state) {
        long now = state.incumbent().steps().orElse(0);
        if (state.config().keeps("max_train_steps")
                || state.reigning().isEmpty()
                || state.trainingTime().isEmpty()
                || state.incumbent().steps().isEmpty()) {
            return List.of(now);
        }
        List<Long> lengths = new ArrayList<>();
        long longest = LongerRuns.longest(state, state.trainingTime().get());
        for (long steps = longest; steps >= LongerRuns.shortest(state); steps /= 2) {
            lengths.add(steps);
        }
        lengths.add(now);
        return lengths;
    }

    private static boolean hasMattered(ProjectState state, Question one) {
        return !one.searchedFurther(state).isEmpty()
                && state.lesson(one.step()).filter(FinalStudy::mayMatter).isPresent();
    }

    /** Rounds settled it, for shorter trainings only. */
    private static boolean isAskedAgain(ProjectState state, Question one) {
        return !one.transfers()
                && state.lesson(one.step()).isPresent()
                && !hasMattered(state, one)
                && maySearch(state, one);
    }

    /** What was seen speaks for it, or it costs no complexity, and the budget had no round. */
    private static boolean isUnasked(ProjectState state, Question one) {
        return state.lesson(one.step()).isEmpty()
                && maySearch(state, one)
                && (one.isPressing(state) || !one.addsComplexity());
    }

    private List<Question> unasked(ProjectState state) {
        return explored.stream().filter(one -> isUnasked(state, one)).toList();
    }

    private static boolean maySearch(ProjectState state, Question one) {
        return !one.searchedFurther(state).isEmpty()
                && one.pointless(state).isEmpty()
                && state.skip(one.step()).isEmpty();
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
        return version(state).design(state);
    }
}
