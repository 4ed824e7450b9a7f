package etude.tuner.probe;

import etude.trainer.config.RunConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What to try when the loop waits for data.
 *
 * @param remedies most promising first, each the rest of a sentence
 */
record PipelineAdvice(List<String> remedies) {
    PipelineAdvice {
        remedies = List.copyOf(remedies);
    }

    static PipelineAdvice of(RunConfig config, boolean gpu) {
        List<String> remedies = new ArrayList<>();
        if (!config.dataset().augment().isEmpty()) {
            remedies.add("fewer or cheaper steps in dataset.augment");
        }
        remedies.add(
                gpu
                        ? "a machine with more processors for the reading threads"
                        : "fewer threads (reading shares the processors with training)");
        remedies.add("data on a local disk, with room in memory for its pages");
        return new PipelineAdvice(remedies);
    }
}
