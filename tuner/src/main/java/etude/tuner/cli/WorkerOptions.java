package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.tuner.process.ChildDevice;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Where and how workers work. */
final class WorkerOptions {
    private static final int LONGEST_LEASE_SECONDS = 86_400;

    @Option(
            names = {"--devices", "--device"},
            paramLabel = "0,1",
            split = ",",
            description =
                    "GPUs by number or by the identifier that nvidia-smi -L prints, one worker each,"
                            + " or cpu (default: ${DEFAULT-VALUE}, the first GPU if there is one).",
            defaultValue = "auto")
    private List<String> devices = List.of();

    @Option(
            names = "--lease",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "A worker that gives no sign for so long loses its trial to another (default:"
                            + " ${DEFAULT-VALUE}).")
    private double lease;

    /** One for each worker, in turn. */
    List<ChildDevice> devices() {
        return ChildDevice.available("--devices", devices);
    }

    /** Signs are given five times in it, so it has a lower end. */
    Duration lease() {
        if (!(lease >= 1 && lease <= LONGEST_LEASE_SECONDS)) {
            throw new ConfigException(
                    List.of(
                            "--lease: expected 1 to %d seconds, found %s"
                                    .formatted(LONGEST_LEASE_SECONDS, lease)));
        }
        return Duration.ofMillis((long) (1000 * lease));
    }
}
