package etude.tuner.project;

import etude.tuner.analysis.verdict.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A study of the incumbent's learning rate alone.
 *
 * @param directory of the study
 * @param name of the study
 * @param unended trials that have not ended
 * @param failed trials that say nothing of their settings
 * @param tried the others
 * @param answer the best value with its noise, in a sentence
 * @param best what its best trial reached; empty where none trains
 * @param effort of its trials
 * @param chance whether the best value is much better than chance
 */
public record RateSweep(
        String directory,
        String name,
        int unended,
        int failed,
        List<Tried> tried,
        String answer,
        Optional<Measured> best,
        Effort effort,
        Answer chance) {
    public RateSweep {
        tried = List.copyOf(tried);
    }

    /** Whether its best trial has this rate. */
    boolean isBestAt(double rate) {
        return tried.stream()
                .min(Comparator.comparingDouble(Tried::cost))
                .filter(best -> best.trains() && best.rate() == rate)
                .isPresent();
    }

    /**
     * A rate that was tried.
     *
     * @param cost the best value over training, infinite where the rate does not train
     */
    public record Tried(double rate, double cost) {
        /** Whether the rate trains. */
        public boolean trains() {
            return Double.isFinite(cost);
        }
    }
}
