package etude.tuner.project.rule;

import etude.trainer.config.ScheduleConfig;
import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import java.util.List;
import java.util.Optional;

/** Whether the learning rate should decay, linearly or as a cosine, each with a rate of its own. */
record DecaySchedule() implements Question {
    private static final String KEY = "schedule.decay";

    @Override
    public String step() {
        return "decay";
    }

    @Override
    public String title() {
        return "It is known whether the learning rate should decay";
    }

    @Override
    public String section() {
        return "What is the best learning rate decay schedule family?; Which learning rate decay should I use as a default?";
    }

    @Override
    public Optional<String> pointless(ProjectState state) {
        if (state.config().keeps(KEY) || state.config().keeps("schedule")) {
            return Optional.of("project.yaml keeps %s.".formatted(KEY));
        }
        return state.incumbent().config().schedule().decay() == ScheduleConfig.Decay.CONSTANT
                ? Optional.empty()
                : Optional.of("The incumbent's learning rate decays already.");
    }

    @Override
    public String why(ProjectState state) {
        return state.lesson(step()).isPresent()
                ? "Training is at least twice as long as when constant, linear and cosine were compared, and a schedule is what transfers least."
                : "The learning rate is constant. Linear and cosine decay are the usual choices, and a decay takes a higher rate than none.";
    }

    /** A schedule is what transfers least from short to longer runs (playbook, "Round 1"). */
    @Override
    public boolean transfers() {
        return false;
    }

    @Override
    public boolean holds(ProjectState state, Lesson lesson) {
        return !state.isMuchLongerThanAt(lesson)
                || state.lesson(FinalStudy.STEP)
                        .filter(last -> !state.isMuchLongerThanAt(last)) // which searched it too
                        .isPresent();
    }

    /** What was known of it is known of shorter runs only. */
    @Override
    public boolean isPressing(ProjectState state) {
        return state.lesson(step()).isPresent();
    }

    @Override
    public Design design(ProjectState state) {
        return Design.of(
                "Constant, linear or cosine: with which decay does this training reach most, the learning rate tuned?",
                3,
                Design.OF_ONE,
                List.of(
                        Parameters.scientific(KEY, "[constant, linear, cosine]"),
                        Parameters.rate(state, 3, 10)));
    }

    /** Constant, linear and cosine are three values of one key. */
    @Override
    public boolean addsComplexity() {
        return false;
    }

    /**
     * Which, until one is adopted; the round has compared them then. No longer whether: that some
     * schedule matters is what the playbook is sure of ("What is the best learning rate decay
     * schedule family?"), and a third of few trials is much to ask it again.
     */
    @Override
    public List<String> searchedFurther(ProjectState state) {
        return state.incumbent().config().schedule().decay() == ScheduleConfig.Decay.CONSTANT
                ? List.of("{path: %s, role: nuisance, values: [linear, cosine]}".formatted(KEY))
                : List.of();
    }
}
