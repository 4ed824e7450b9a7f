package etude.tuner.probe;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.gpu.NvidiaDriver;
import etude.trainer.model.ModelRegistry;
import etude.tuner.process.ChildDevice;
import etude.tuner.process.MemoryLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What to probe, and how far.
 *
 * @param config the training config file
 * @param overrides of its keys, {@code key.path=value}
 * @param mode training or evaluation
 * @param devices one, or one for each rank that has a part of every batch
 * @param min the smallest batch size to try
 * @param max the largest batch size to try
 * @param memoryLimit of each child; empty for the memory that is available
 * @param refine whether to bisect between the last size that fits and the first that does not
 * @param margin fraction of memory that a recommended size leaves free
 * @param seconds to measure one size at most, beside warming up
 * @param probes the directory with a directory for each probe
 * @param out the directory for results; empty for that of the config's name among the probes
 * @param fresh start over instead of continuing
 * @param command the command line, for the record
 */
public record ProbeOptions(
        Path config,
        List<String> overrides,
        ProbeMode mode,
        List<ChildDevice> devices,
        int min,
        int max,
        Optional<MemoryLimit> memoryLimit,
        boolean refine,
        double margin,
        double seconds,
        Path probes,
        Optional<Path> out,
        boolean fresh,
        List<String> command) {
    public ProbeOptions {
        overrides = List.copyOf(overrides);
        devices = List.copyOf(devices);
        command = List.copyOf(command);
    }

    /** The config with further overrides, {@code key.path=value}. */
    RunConfig load(String... further) {
        List<String> all = Stream.concat(overrides.stream(), Stream.of(further)).toList();
        return ConfigLoader.load(config, all, ModelRegistry.load());
    }

    /** How many processes share a batch. */
    int ranks() {
        return devices.size();
    }

    /** The smallest size to try: a part for each rank, unless the user chose. */
    int first(RunConfig config) {
        return ranks() > 1 && min == 1 ? ranks() * config.gradientAccumulation() : min;
    }

    /** The first rank's, and of the same kind all of them. */
    ChildDevice device() {
        return devices.get(0);
    }

    /** Where the results of a config go. */
    Path directory(RunConfig loaded) {
        return out.orElseGet(() -> probes.resolve(loaded.name() + mode.suffix()));
    }

    /**
     * The limit of memory that the kernel enforces for each size. On the CPU there always is one,
     * for without it the kernel would end whatever it likes when a size does not fit. A process on
     * a GPU sees to its own, for the kernel knows nothing of a card's memory.
     */
    Optional<MemoryLimit> kernelLimit(boolean gpu, Optional<ProbeResult> earlier) {
        if (gpu) {
            return Optional.empty();
        }
        if (memoryLimit.isPresent()) {
            if (!MemoryLimit.supported()) {
                throw new ConfigException(
                        List.of(
                                "--memory-limit needs Linux, whose kernel enforces it; leave it out here"));
            }
            return memoryLimit;
        }
        // What is available changes by the hour; a probe that goes on keeps the limit it had.
        return earlier.filter(probe -> !probe.setup().gpu() && probe.memory() > 0)
                .map(probe -> new MemoryLimit(probe.memory()))
                .or(ProbeOptions::available);
    }

    /** The limit that the kernel enforces until the engine has said which device it is. */
    Optional<MemoryLimit> firstLimit() {
        return surelyCpu() ? available() : Optional.empty();
    }

    /** Bytes that each child may have, if the device is a GPU; empty for what is free there. */
    OptionalLong gpuMemory() {
        return memoryLimit.stream().mapToLong(MemoryLimit::bytes).findFirst();
    }

    /** What the machine can give; empty where that is not known. */
    private static Optional<MemoryLimit> available() {
        return MemoryLimit.available().stream().mapToObj(MemoryLimit::new).findFirst();
    }

    /** Whether the device is the CPU, as far as can be told without the engine. */
    private boolean surelyCpu() {
        return device().name().equals("cpu")
                || (device().name().equals("auto") && NvidiaDriver.ofThisProcess().isEmpty());
    }
}
