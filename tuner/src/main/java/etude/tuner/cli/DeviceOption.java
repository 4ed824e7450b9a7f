package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.tuner.process.ChildDevice;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The device option, the same wherever the engine runs. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "auto, cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    /** Whether it is left to the machine. */
    boolean isAuto() {
        return device.equals("auto");
    }

    /** As the user named it; empty where nobody chose. */
    Optional<String> typed() {
        return Optional.of(device).filter(name -> !name.equals("auto"));
    }

    /** For a process that is started for it; it may be named by its identifier too. */
    ChildDevice ofChild() {
        ChildDevice wanted = ChildDevice.parse("--device", device);
        wanted.requireAvailable("--device");
        return wanted;
    }

    /** For this process, in the words that the engine knows. */
    String device() {
        if (!device.matches("auto|cpu|gpu(:\\d{1,4})?")) {
            throw new ConfigException(
                    List.of(
                            "--device: expected auto, cpu, gpu or gpu:N, found \"%s\""
                                    .formatted(device)));
        }
        return ofChild().name();
    }
}
