package etude.trainer.metrics;

import java.util.List;

/**
 * What one evaluation got right, class by class.
 *
 * @param split that was evaluated
 * @param examples of each class, in the order of the class names
 * @param correct predictions of each class
 */
public record ClassCounts(long step, String split, List<Long> examples, List<Long> correct) {
    public ClassCounts {
        examples = List.copyOf(examples);
        correct = List.copyOf(correct);
        if (examples.size() != correct.size()) {
            throw new IllegalArgumentException(
                    "%d classes have examples but %d have correct predictions"
                            .formatted(examples.size(), correct.size()));
        }
    }
}
