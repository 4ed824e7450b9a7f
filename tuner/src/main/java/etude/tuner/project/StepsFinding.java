package etude.tuner.project;

/** What {@code etude tune steps} said of the incumbent. */
public sealed interface StepsFinding {
    /** The name of the procedure. */
    String procedure();

    /**
     * It was stopped.
     *
     * @param atMost steps of each trial
     */
    record Begun(String procedure, long atMost) implements StepsFinding {}

    /**
     * A constant rate fits the training set.
     *
     * @param steps that the fastest needs
     * @param learningRate of it
     * @param sentence the answer
     */
    record Fitted(String procedure, long steps, double learningRate, String sentence)
            implements StepsFinding {}

    /**
     * None does.
     *
     * @param learningRate of the one that comes nearest
     */
    record ComputeBound(String procedure, double learningRate, String sentence)
            implements StepsFinding {}

    /** It ended without a result. */
    record NoResult(String procedure, String sentence) implements StepsFinding {}
}
