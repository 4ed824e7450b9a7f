package etude.tuner.probe;

import etude.trainer.config.ConfigException;
import etude.tuner.probe.ProbeFiles.Earlier;
import etude.tuner.process.MemoryLimit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Chooses the limit of memory. On the CPU there always is one, for without it the kernel would end
 * whatever it likes when a size does not fit; on a GPU the card's memory is the limit.
 */
final class ProbeLimit {
    private ProbeLimit() {}

    static Optional<MemoryLimit> of(ProbeOptions options, Optional<Earlier> earlier) {
        boolean cpu = SetupCheck.surelyCpu(options.device());
        if (options.memoryLimit().isPresent()) {
            if (!cpu) {
                throw new ConfigException(
                        List.of(
                                "--memory-limit is for the CPU: a GPU's own memory is the limit there; leave it out or add --device cpu"));
            }
            if (!MemoryLimit.supported()) {
                throw new ConfigException(
                        List.of(
                                "--memory-limit needs Linux, whose kernel enforces it; leave it out here"));
            }
            return options.memoryLimit();
        }
        // What is available changes by the hour; a probe that goes on keeps the limit it had.
        return earlier.map(Earlier::memory)
                .filter(bytes -> cpu && bytes > 0)
                .map(MemoryLimit::new)
                .or(() -> machine(options.device()));
    }

    /** What the machine can give; empty on a GPU and where that is not known. */
    static Optional<MemoryLimit> machine(String device) {
        OptionalLong available = MemoryLimit.available();
        return SetupCheck.surelyCpu(device) && available.isPresent()
                ? Optional.of(new MemoryLimit(available.getAsLong()))
                : Optional.empty();
    }
}
