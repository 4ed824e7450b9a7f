package etude.trainer.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to evaluate.
 *
 * @param runDirectory of the run
 * @param split {@code train}, {@code validation} or {@code test}
 * @param data other data to evaluate on instead of a split, read as the model was trained
 * @param labels the table of the labels of these data, where they are images with several labels
 * @param checkpoint {@code best}, {@code latest} or a step
 * @param predictions file for the prediction of every example, if wanted
 * @param device as for training
 * @param command the command line, for the record of looks at the test split
 */
public record EvaluateOptions(
        Path runDirectory,
        String split,
        Optional<Path> data,
        Optional<Path> labels,
        String checkpoint,
        Optional<Path> predictions,
        String device,
        List<String> command) {
    public EvaluateOptions {
        command = List.copyOf(command);
    }

    /** Of a split of the run's own data. */
    public EvaluateOptions(
            Path runDirectory,
            String split,
            String checkpoint,
            Optional<Path> predictions,
            String device,
            List<String> command) {
        this(
                runDirectory,
                split,
                Optional.empty(),
                Optional.empty(),
                checkpoint,
                predictions,
                device,
                command);
    }
}
