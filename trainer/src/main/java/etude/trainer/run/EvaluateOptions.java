package etude.trainer.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to evaluate.
 *
 * @param runDirectory of the run
 * @param split {@code train}, {@code validation} or {@code test}
 * @param checkpoint {@code best}, {@code latest} or a step
 * @param predictions file for the prediction of every example, if wanted
 * @param device as for training
 * @param command the command line, for the record of looks at the test split
 */
public record EvaluateOptions(
        Path runDirectory,
        String split,
        String checkpoint,
        Optional<Path> predictions,
        String device,
        List<String> command) {
    public EvaluateOptions {
        command = List.copyOf(command);
    }
}
