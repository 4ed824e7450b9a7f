package etude.tuner.cli;

import ai.djl.nn.Block;
import etude.trainer.model.ModelContext;
import etude.trainer.model.ModelProvider;

/** Takes the process with it, as native code does when it aborts. */
public final class AbortingModel implements ModelProvider {
    private static final int ABORTED = 134;

    /** It has none. */
    public record Settings() {}

    @Override
    public String name() {
        return "aborting";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        System.err.println("terminate called after throwing an instance of 'c10::Error'");
        Runtime.getRuntime().halt(ABORTED);
        throw new AssertionError();
    }
}
