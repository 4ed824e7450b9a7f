package etude.tuner.project.rule;

import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One search of all that mattered, at last only for what it reaches (playbook, "After exploration
 * concludes"): a Gaussian process where few trials run at once, quasi-random points where many do.
 * Where trainings of the rounds were shorter than a run may be, those of the search are as long as
 * the budget allows, for what they find holds best there (playbook, "Round 1"), and the learning
 * rate's schedule, which transfers least, is searched again.
 */
record FinalStudy(List<Question> explored) implements Question {
    static final String STEP = "final_study";
    private static final int MANY_WORKERS = 8;
    private static final int MOST_TRIALS = 60;
    private static final int STEP_BETWEEN = 5;

    /** Fewer for each hyperparameter are no search, and fewer than that in all neither. */
    private static final int TRIALS_OF_EACH = 3;

    private static final int FEWEST_TRIALS = 6;

    private static final double RATE_DOWN = 3;
    private static final double RATE_UP = 3;

    /** A decay takes a higher rate than none. */
    private static final double LONGER_RATE_UP = 6;

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
        Version version = version(state);
        names(mattered(state))
                .map("Rounds found these to matter, or could not rule them out: %s."::formatted)
                .ifPresent(sentences::add);
        names(unasked(state))
                .map(
                        version.searched().containsAll(unasked(state))
                                ? "No round was left for these: %s."::formatted
                                : "No round was left for these, and what is left does not pay for them here: %s."
                                        ::formatted)
                .ifPresent(sentences::add);
        if (version.isLonger(state)) {
            sentences.add(
                    "Rounds had trainings of %,d steps, and a run may have more: %,d are as many as leave enough trials."
                            .formatted(state.incumbent().steps().orElse(0), version.steps()));
            names(askedAgain(state))
                    .map("What transfers least from shorter ones is searched again: %s."::formatted)
                    .ifPresent(sentences::add);
        }
        sentences.add("They interact, so they are searched together.");
        return String.join(" ", sentences);
    }

    private static Optional<String> names(List<Question> questions) {
        List<String> steps = questions.stream().map(Question::step).toList();
        return steps.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", steps));
    }

    /**
     * One size of the study.
     *
     * @param searched beside the learning rate
     * @param steps of each training; 0 where nobody knows
     */
    private record Version(List<Question> searched, long steps) {
        boolean isLonger(ProjectState state) {
            return steps > state.incumbent().steps().orElse(0);
        }

        /** After trainings as long as a run may be, none that are longer need anything. */
        double leaves(ProjectState state) {
            return state.trainingTime()
                            .filter(time -> steps >= LongerRuns.longest(state, time))
                            .isPresent()
                    ? 0
                    : Reserve.afterFinalStudy(state);
        }

        boolean isPaidFor(ProjectState state) {
            Design design = design(state);
            int fewest = design.levels().get(design.levels().size() - 1);
            return RoundOf.whole(state, design, fewest) <= state.secondsLeft() - leaves(state);
        }

        Design design(ProjectState state) {
            boolean longer = isLonger(state);
            List<String> parameters = new ArrayList<>();
            parameters.add(Parameters.rate(state, RATE_DOWN, longer ? LONGER_RATE_UP : RATE_UP));
            searched.forEach(one -> parameters.addAll(one.searchedFurther(state)));
            Design design =
                    new Design(
                            "Which values of all that mattered reach most together?",
                            trials -> search(state, parameters.size(), trials),
                            trials -> parameters,
                            1,
                            levels(Math.max(FEWEST_TRIALS, TRIALS_OF_EACH * parameters.size())),
                            Pace.ofIncumbent());
            return longer ? design.longer(steps) : design;
        }
    }

    /** The first that the budget pays for, else the smallest. */
    private Version version(ProjectState state) {
        List<Version> versions = versions(state);
        return versions.stream()
                .filter(version -> version.isPaidFor(state))
                .findFirst()
                .orElseGet(
                        () ->
                                versions.isEmpty()
                                        ? new Version(List.of(), 0)
                                        : versions.get(versions.size() - 1));
    }

    /**
     * From what says most: longer trainings before shorter ones, and of each everything before what
     * is known to matter.
     */
    private List<Version> versions(ProjectState state) {
        List<Version> versions = new ArrayList<>();
        List<Question> asked = mattered(state);
        List<Question> again = both(asked, askedAgain(state));
        for (long steps : lengths(state)) {
            versions.add(new Version(both(again, unasked(state)), steps));
            versions.add(new Version(again, steps));
        }
        long now = state.incumbent().steps().orElse(0);
        Stream.of(both(asked, unasked(state)), asked)
                .filter(searched -> !searched.isEmpty())
                .forEach(searched -> versions.add(new Version(searched, now)));
        return versions;
    }

    /** What rounds settled for shorter trainings only. */
    private List<Question> askedAgain(ProjectState state) {
        List<Question> searched = both(mattered(state), unasked(state));
        return explored.stream()
                .filter(one -> !one.transfers() && !searched.contains(one))
                .filter(one -> one.pointless(state).isEmpty())
                .filter(one -> state.skip(one.step()).isEmpty())
                .toList();
    }

    /** Numbers of steps, more than the incumbent's, from the most that a run may have. */
    private static List<Long> lengths(ProjectState state) {
        if (state.config().keeps("max_train_steps")
                || state.reigning().isEmpty()
                || state.trainingTime().isEmpty()
                || state.incumbent().steps().isEmpty()) {
            return List.of();
        }
        List<Long> lengths = new ArrayList<>();
        long longest = LongerRuns.longest(state, state.trainingTime().get());
        for (long steps = longest; steps >= LongerRuns.shortest(state); steps /= 2) {
            lengths.add(steps);
        }
        return lengths;
    }

    private static List<Question> both(List<Question> some, List<Question> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
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
        return version(state).design(state);
    }

    /** The model chooses half of few trials, and more of many. */
    private static String search(ProjectState state, int hyperparameters, int trials) {
        return state.config().workers() < MANY_WORKERS
                ? "gaussian_process, initial: %d"
                        .formatted(Math.min(2 * hyperparameters + 2, trials / 2))
                : "quasi_random";
    }

    /** As many as what is left pays for, less what the launch needs. */
    private static List<Integer> levels(int fewest) {
        List<Integer> levels = new ArrayList<>();
        for (int trials = MOST_TRIALS; trials > fewest; trials -= STEP_BETWEEN) {
            levels.add(trials);
        }
        levels.add(fewest);
        return levels;
    }
}
