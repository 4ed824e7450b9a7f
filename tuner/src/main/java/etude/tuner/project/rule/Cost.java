package etude.tuner.project.rule;

import etude.tuner.text.Quantities;
import java.util.OptionalDouble;

/**
 * What a step will take.
 *
 * @param seconds empty where that is not known
 * @param words how that was reckoned
 */
public record Cost(OptionalDouble seconds, String words) {
    /** Nothing is trained. */
    static Cost none() {
        return new Cost(OptionalDouble.of(0), "nothing: no training");
    }

    /** Of something that cannot be predicted yet. */
    static Cost unknown(String words) {
        return new Cost(OptionalDouble.empty(), words);
    }

    /**
     * Of trials.
     *
     * @param trials how many at most
     * @param steps of each
     * @param workers that run at once
     */
    static Cost ofTrials(int trials, long steps, double secondsPerStep, int workers) {
        return ofSteps(
                "%d trials of %,d steps".formatted(trials, steps),
                trials * steps,
                secondsPerStep,
                workers);
    }

    /**
     * Of updates.
     *
     * @param what in words
     * @param steps in all
     */
    static Cost ofSteps(String what, long steps, double secondsPerStep, int workers) {
        double seconds = steps * secondsPerStep / workers;
        return new Cost(
                OptionalDouble.of(seconds),
                "%s at %s a step, %d at once: about %s, evaluations excluded"
                        .formatted(
                                what,
                                Quantities.stepTime(secondsPerStep),
                                workers,
                                Quantities.duration(seconds)));
    }
}
