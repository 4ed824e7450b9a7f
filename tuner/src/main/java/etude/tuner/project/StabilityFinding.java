package etude.tuner.project;

import java.util.OptionalDouble;

/** What {@code etude tune stability} said of the incumbent. */
public sealed interface StabilityFinding {
    /** The name of the procedure. */
    String procedure();

    /** It was stopped. */
    record Begun(String procedure) implements StabilityFinding {}

    /**
     * It is known whether training is stable.
     *
     * @param unstableRate the smallest rate that is not; empty where none is up to 10 times the
     *     best
     * @param sentence the answer
     */
    record Known(String procedure, OptionalDouble unstableRate, String sentence)
            implements StabilityFinding {}

    /** It ended without a result. */
    record NoResult(String procedure, String sentence) implements StabilityFinding {}
}
