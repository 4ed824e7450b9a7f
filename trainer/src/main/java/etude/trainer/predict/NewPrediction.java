package etude.trainer.predict;

import java.util.List;
import java.util.Optional;

/** What a model says of one new example. */
public sealed interface NewPrediction {
    /** Where the example comes from. */
    String example();

    /**
     * Classes.
     *
     * @param ranked the most probable ones, the first of them first
     * @param truth what the file says it is, where it says anything
     */
    record OfClass(String example, List<Ranked> ranked, Optional<String> truth)
            implements NewPrediction {}

    /**
     * Labels, of which several may hold.
     *
     * @param labels all of them, in the model's order
     * @param truth what the file says, as it stands there, where one cell says it
     */
    record OfLabels(String example, List<Ranked> labels, Optional<String> truth)
            implements NewPrediction {
        /** The names of those with a probability above one half. */
        public List<String> held() {
            return labels.stream()
                    .filter(label -> label.probability() > 0.5)
                    .map(Ranked::name)
                    .toList();
        }
    }

    /** A class or label and the probability that the model gives it. */
    record Ranked(String name, float probability) {}

    /**
     * A number, in the target's own unit.
     *
     * @param truth what the file says it is, as it stands there
     */
    record OfValue(String example, float value, Optional<String> truth) implements NewPrediction {}

    /**
     * Nothing, since the example could not be read.
     *
     * @param problem a sentence that says why
     */
    record Unreadable(String example, String problem) implements NewPrediction {}
}
