package etude.trainer.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to execute a run, apart from what it computes.
 *
 * @param directory the run directory
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param fresh start over instead of resuming
 * @param command the command line, for the record
 * @param git the checkout whose code this process runs, for the record; found once in a process
 * @param continued the run whose last state a new one begins with, if it is to
 */
public record RunOptions(
        Path directory,
        String device,
        boolean fresh,
        List<String> command,
        Optional<GitState> git,
        Optional<Path> continued) {
    public RunOptions {
        command = List.copyOf(command);
    }

    /** Of a run that begins at its start. */
    public RunOptions(
            Path directory,
            String device,
            boolean fresh,
            List<String> command,
            Optional<GitState> git) {
        this(directory, device, fresh, command, git, Optional.empty());
    }
}
