package etude.tuner.study;

import etude.tuner.process.ChildDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to run a study's trials here.
 *
 * @param store URL or path of the store as the user gave it; empty for the study's directory
 * @param devices one for each worker, in turn
 * @param workers how many trials run at once
 * @param lease after which a silent worker loses its trial
 * @param leaving whether to end once no trial waits for a worker, though others are at work
 * @param job of a cluster that this process runs in, if it is in one
 * @param main main class of a worker's process; see {@link WorkerArguments}
 * @param command the command line, for the record
 */
public record SupervisorOptions(
        String store,
        List<ChildDevice> devices,
        int workers,
        Duration lease,
        boolean leaving,
        Optional<String> job,
        Class<?> main,
        List<String> command) {
    public SupervisorOptions {
        devices = List.copyOf(devices);
        command = List.copyOf(command);
    }

    /** For a worker of the study in a directory, which holds it as it was when it began. */
    WorkerArguments arguments(Path study, int worker, String name) {
        return new WorkerArguments(
                study, devices.get(worker % devices.size()), name, lease, command);
    }
}
