package etude.tuner.project.rule;

import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import java.util.List;
import java.util.Optional;

/**
 * A change that a round compares with the incumbent: what is scientific, what is nuisance, and when
 * that is worth asking. {@link RoundOf} leads each through the same round.
 */
interface Question {
    /** Its name in files and in JSON. */
    String step();

    /** What is wanted, in a few words. */
    String title();

    /** The section of the playbook. */
    String section();

    /** Why it is not asked; empty where it is to be. */
    Optional<String> pointless(ProjectState state);

    /** The evidence for asking it. */
    String why(ProjectState state);

    Design design(ProjectState state);

    /** Whether what was seen demands an answer even when rounds teach little any more. */
    default boolean isPressing(ProjectState state) {
        return false;
    }

    /** Whether what it taught still counts. */
    default boolean holds(ProjectState state, Lesson lesson) {
        return true;
    }

    /** Whether what shorter trainings say of it is likely to hold in longer ones. */
    default boolean transfers() {
        return true;
    }

    /** Whether a change of this kind adds something that has to be kept and understood. */
    default boolean addsComplexity() {
        return true;
    }

    /** What its candidate has to show to be adopted. */
    default Evidence.By decides() {
        return addsComplexity() ? Evidence.By.COMPLEX_CHANGE : Evidence.By.CHANGE;
    }

    /** Whether its rounds follow each other; else each has a study and a lesson of its own. */
    default boolean isOne() {
        return true;
    }

    /** Of the whole budget, how much one round takes where there is a smaller version. */
    default double share() {
        return 0.1;
    }

    /** Seconds of the budget that it may not use. */
    default double leaves(ProjectState state) {
        return Reserve.afterRounds(state);
    }

    /**
     * Hyperparameters, as a study file has them, by which a joint search can go on with what the
     * round found to matter; none where nothing is left to search.
     */
    default List<String> searchedFurther(ProjectState state) {
        return List.of();
    }
}
