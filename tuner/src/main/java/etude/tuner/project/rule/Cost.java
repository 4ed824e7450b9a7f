package etude.tuner.project.rule;

import etude.tuner.project.TrainingTime;
import etude.tuner.text.Numbers;
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
    static Cost ofTrials(int trials, long steps, TrainingTime time, int workers) {
        return of(
                "%s of %,d steps".formatted(Numbers.count(trials, "trial"), steps),
                trials,
                trials * steps,
                time,
                workers);
    }

    /**
     * Of trainings. Where they do not share out evenly, some workers have nothing to do at the end,
     * and that time is charged as well.
     *
     * @param what in words
     * @param trainings how many
     * @param steps of all of them
     */
    static Cost of(String what, long trainings, long steps, TrainingTime time, int workers) {
        double evaluations = time.secondsPerTraining();
        double training = steps * time.secondsPerStep() / Math.max(1, trainings) + evaluations;
        long rounds = (trainings + workers - 1) / workers;
        double seconds = rounds * training;
        return new Cost(
                OptionalDouble.of(seconds),
                "%s at %s a step%s, %d at once: about %s%s"
                        .formatted(
                                what,
                                Quantities.stepTime(time.secondsPerStep()),
                                evaluations > 0
                                        ? " and %s of evaluations each"
                                                .formatted(Quantities.duration(evaluations))
                                        : "",
                                workers,
                                Quantities.duration(seconds),
                                evaluations > 0 ? "" : ", evaluations excluded"));
    }
}
