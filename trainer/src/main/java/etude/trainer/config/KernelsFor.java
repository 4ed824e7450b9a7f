package etude.trainer.config;

import etude.trainer.engine.ProcessorType;
import java.util.Optional;

/** The type of processor whose kernels a run takes on a CPU: a fixed one, or empty for auto. */
public record KernelsFor(Optional<ProcessorType> processor) {
    /** The type, or that of this machine for auto. */
    public ProcessorType orThis() {
        return processor.orElseGet(ProcessorType::ofThisMachine);
    }

    /** The same, no longer auto. */
    public KernelsFor fixed() {
        return new KernelsFor(Optional.of(orThis()));
    }

    /** What is worth knowing where these kernels run on another type of processor. */
    public Optional<String> note(ProcessorType here) {
        return processor
                .filter(type -> type != here)
                .map(
                        type ->
                                "kernels: %s stays, and this is %s: the last bits of all numbers may differ from those on %s"
                                        .formatted(type, here.words(), type.words()));
    }
}
