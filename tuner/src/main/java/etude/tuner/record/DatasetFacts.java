package etude.tuner.record;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the analysis must know of the data.
 *
 * @param validationExamples how many examples a validation metric is averaged over
 * @param classes how many there are; empty where the task is no classification
 */
public record DatasetFacts(OptionalLong validationExamples, OptionalInt classes) {
    /** Nothing is known. */
    public static DatasetFacts unknown() {
        return new DatasetFacts(OptionalLong.empty(), OptionalInt.empty());
    }
}
