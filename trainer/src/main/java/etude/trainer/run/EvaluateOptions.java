package etude.trainer.run;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to evaluate.
 *
 * @param runDirectory of the run
 * @param split {@code train}, {@code validation} or {@code test}
 * @param checkpoint {@code best}, {@code latest} or a step
 * @param predictions file for the prediction of every example, if wanted
 * @param device as for training
 */
public record EvaluateOptions(
        Path runDirectory,
        String split,
        String checkpoint,
        Optional<Path> predictions,
        String device) {}
