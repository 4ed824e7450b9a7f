package etude.tuner.cli;

import picocli.CommandLine.Option;

/** The device option, the same wherever the engine runs. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "auto, cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    String device() {
        return device;
    }
}
