package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.tuner.process.ChildDevice;
import java.util.List;
import picocli.CommandLine.Option;

/** The devices of ranks that share each batch, wherever a command starts such ranks. */
final class RankDevices {
    private static final String OPTION = "--devices";

    @Option(
            names = OPTION,
            paramLabel = "0,1",
            split = ",",
            description =
                    "Devices of this machine that share each batch, one process each, which mpirun of Open MPI starts: GPUs by number, or cpu for each process, as in cpu,cpu.")
    private List<String> names = List.of();

    /** Whether the user named some. */
    boolean areGiven() {
        return !names.isEmpty();
    }

    /** Refuses them beside a single device. */
    void excludeOne(PrintingCommand command, DeviceOption device) {
        command.require(
                names.isEmpty() || device.isAuto(),
                "--device and --devices exclude each other: one process, or several");
    }

    /**
     * One for each rank.
     *
     * @throws ConfigException when one is not here, or they are of both kinds
     */
    List<ChildDevice> all() {
        List<ChildDevice> all = ChildDevice.available(OPTION, names);
        if (all.stream().map(ChildDevice::inChild).distinct().count() > 1) {
            throw new ConfigException(
                    List.of(
                            "%s: expected GPUs only, or cpu for each process, for what both compute differs in its last bits, found %s"
                                    .formatted(OPTION, String.join(",", names))));
        }
        return all;
    }
}
