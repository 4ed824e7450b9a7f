package etude.tuner.project;

import etude.tuner.analysis.verdict.Answer;
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
 * @param metric of its values
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
        String metric,
        Effort effort,
        Answer chance) {
    public RateSweep {
        tried = List.copyOf(tried);
    }

    /** What a rate reached here that no other is better than; empty where it is not such a one. */
    Optional<Measured> best(double rate) {
        double lowest =
                tried.stream().mapToDouble(Tried::cost).min().orElse(Double.POSITIVE_INFINITY);
        return tried.stream()
                .filter(one -> one.trains() && one.cost() == lowest && one.rate() == rate)
                .map(this::reached)
                .findFirst();
    }

    /** What a rate of this study reached. */
    public Measured reached(Tried one) {
        return Measured.once(metric, directory, one.trial(), one.cost());
    }

    /**
     * A rate that was tried.
     *
     * @param trial its number
     * @param cost the best value over training, infinite where the rate does not train
     */
    public record Tried(int trial, double rate, double cost) {
        /** Whether the rate trains. */
        public boolean trains() {
            return Double.isFinite(cost);
        }
    }
}
