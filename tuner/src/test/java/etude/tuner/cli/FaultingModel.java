package etude.tuner.cli;

import ai.djl.engine.EngineException;
import ai.djl.nn.Block;
import etude.trainer.model.ModelContext;
import etude.trainer.model.ModelProvider;

/** Fails as the engine does once the GPU has faulted. */
public final class FaultingModel implements ModelProvider {
    /** It has none. */
    public record Settings() {}

    @Override
    public String name() {
        return "faulting";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        throw new EngineException(
                "CUDA error: an illegal memory access was encountered\n"
                        + "CUDA kernel errors might be asynchronously reported at some other API call");
    }
}
