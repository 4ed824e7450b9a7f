package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import java.util.List;
import picocli.CommandLine.Option;

/** The device option, the same wherever the engine runs. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "auto, cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    String device() {
        return checked("--device", device);
    }

    /** A device in the words that the engine knows, whether or not there is one. */
    static String checked(String option, String device) {
        if (!device.matches("auto|cpu|gpu(:\\d{1,4})?")) {
            throw new ConfigException(
                    List.of(
                            "%s: expected auto, cpu, gpu or gpu:N, found \"%s\""
                                    .formatted(option, device)));
        }
        return device;
    }
}
