package etude.trainer.run;

import java.nio.file.Path;
import java.util.List;

/**
 * How to execute a run, apart from what it computes.
 *
 * @param directory the run directory
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param fresh start over instead of resuming
 * @param command the command line, for the record
 */
public record RunOptions(Path directory, String device, boolean fresh, List<String> command) {
    public RunOptions {
        command = List.copyOf(command);
    }
}
