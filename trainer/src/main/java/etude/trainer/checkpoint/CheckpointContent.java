package etude.trainer.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to save after a step: everything that the bit-identical next step needs.
 *
 * @param parameters the trainable weights
 * @param state the rest: optimizer state, running statistics, averages
 * @param metrics measured at this step; they rank the checkpoint
 * @param facts anything else worth recording, such as seconds trained so far
 * @param preprocessing content of {@link PreprocessingFile}
 */
@SuppressWarnings("OptionalContainsArray") // a file's content, never compared
public record CheckpointContent(
        List<TensorView> parameters,
        List<TensorView> state,
        Map<String, Double> metrics,
        Map<String, String> facts,
        Optional<byte[]> preprocessing) {
    public CheckpointContent {
        parameters = List.copyOf(parameters);
        state = List.copyOf(state);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Without preprocessing. */
    public CheckpointContent(
            List<TensorView> parameters,
            List<TensorView> state,
            Map<String, Double> metrics,
            Map<String, String> facts) {
        this(parameters, state, metrics, facts, Optional.empty());
    }

    /** With what examples are made of, as {@link PreprocessingFile} has it. */
    public CheckpointContent with(byte[] described) {
        return new CheckpointContent(parameters, state, metrics, facts, Optional.of(described));
    }
}
