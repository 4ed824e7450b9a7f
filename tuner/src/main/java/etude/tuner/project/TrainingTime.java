package etude.tuner.project;

/**
 * What a training takes, as many at once as a study has.
 *
 * @param secondsPerStep evaluations and checkpoints excluded
 * @param secondsPerTraining of its evaluations and checkpoints, which come at the same shares of a
 *     training however long it is; 0 where nobody measured them, or the steps' time has them
 */
public record TrainingTime(double secondsPerStep, double secondsPerTraining) {
    /** Of a whole training. */
    public double seconds(long steps) {
        return steps * secondsPerStep + secondsPerTraining;
    }

    /** How many steps a training may have that takes so long. */
    public long stepsIn(double seconds) {
        return (long) Math.max(0, (seconds - secondsPerTraining) / secondsPerStep);
    }

    /** Of a model that takes longer for everything. */
    public TrainingTime times(double slowdown) {
        return new TrainingTime(slowdown * secondsPerStep, slowdown * secondsPerTraining);
    }
}
