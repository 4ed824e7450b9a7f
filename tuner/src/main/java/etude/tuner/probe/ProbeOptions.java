package etude.tuner.probe;

import etude.tuner.process.MemoryLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to probe, and how far.
 *
 * @param config the training config file
 * @param overrides of its keys, {@code key.path=value}
 * @param mode training or evaluation
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param min the smallest batch size to try
 * @param max the largest batch size to try
 * @param memoryLimit of each child on the CPU; empty for the memory that is available
 * @param refine whether to bisect between the last size that fits and the first that does not
 * @param margin fraction of memory that a recommended size leaves free
 * @param seconds to measure one size at most, beside warming up
 * @param out the directory for results
 * @param fresh start over instead of continuing
 * @param command the command line, for the record
 */
public record ProbeOptions(
        Path config,
        List<String> overrides,
        Mode mode,
        String device,
        int min,
        int max,
        Optional<MemoryLimit> memoryLimit,
        boolean refine,
        double margin,
        double seconds,
        Path out,
        boolean fresh,
        List<String> command) {
    public ProbeOptions {
        overrides = List.copyOf(overrides);
        command = List.copyOf(command);
    }
}
