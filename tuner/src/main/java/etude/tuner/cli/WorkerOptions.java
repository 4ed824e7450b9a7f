package etude.tuner.cli;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Where and how workers work. */
final class WorkerOptions {
    @Option(
            names = {"--devices", "--device"},
            paramLabel = "0,1",
            split = ",",
            description =
                    "GPUs by number, one worker each, or cpu (default: ${DEFAULT-VALUE}, the first GPU"
                            + " if there is one).",
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

    /** In the words of `etude train`. */
    List<String> devices() {
        return devices.stream().map(d -> d.matches("\\d+") ? "gpu:" + d : d).toList();
    }

    Duration lease() {
        return Duration.ofMillis((long) (1000 * lease));
    }
}
