package etude.tuner.report;

/**
 * What a {@link StudyOnDisk} consists of. There are two arms and six nuisance hyperparameters.
 *
 * @param trialsPerArm how many there are
 * @param unfinished how many of the last trials are still pending; the one before them is running,
 *     and the one before that has failed, where any is pending
 * @param evaluations of each trial
 * @param steps of each trial, a multiple of its evaluations
 */
public record StudyShape(
        String name,
        String goal,
        String notes,
        int trialsPerArm,
        int unfinished,
        int evaluations,
        int steps) {
    /** All trials have ended, after 10 evaluations and 200 steps. */
    public static StudyShape ended(int trialsPerArm) {
        return new StudyShape(
                "nesterov-or-adam",
                "Does Adam beat Nesterov momentum?",
                "",
                trialsPerArm,
                0,
                10,
                200);
    }

    /** The same with other words. */
    public StudyShape saying(String newName, String newGoal, String newNotes) {
        return new StudyShape(
                newName, newGoal, newNotes, trialsPerArm, unfinished, evaluations, steps);
    }

    /** The same with trials that have not ended. */
    public StudyShape unfinished(int trials) {
        return new StudyShape(name, goal, notes, trialsPerArm, trials, evaluations, steps);
    }

    /** The same with trials of another length. */
    public StudyShape lasting(int newEvaluations, int newSteps) {
        return new StudyShape(
                name, goal, notes, trialsPerArm, unfinished, newEvaluations, newSteps);
    }

    int trials() {
        return 2 * trialsPerArm;
    }
}
