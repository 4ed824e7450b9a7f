package etude.trainer.model;

import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import etude.datasets.config.Named;
import etude.datasets.config.Setting;
import java.util.List;

/** A model from another jar, as far as the registry can tell. */
public final class TinyProvider implements ModelProvider {
    private final String name;

    /** The model as the service loader makes it. */
    public TinyProvider() {
        this("tiny");
    }

    /** The same model under another name. */
    public TinyProvider(String name) {
        this.name = name;
    }

    /** Settings of every shape that a model may have. */
    public record Settings(
            @Setting(value = "Widths of the hidden layers.", defaultsTo = "[256, 128]", min = 1)
                    List<Integer> hidden,
            @Setting(value = "How layers are normalised.", defaultsTo = "none")
                    Normalization normalization) {
        public Settings {
            hidden = List.copyOf(hidden);
        }
    }

    /** How layers are normalised. */
    public sealed interface Normalization {
        /** Not at all. */
        @Named("none")
        record None() implements Normalization {}

        /** By batch. */
        @Named("ghost_batch_norm")
        record GhostBatchNorm(
                @Setting(value = "Examples normalised together.", defaultsTo = "64", min = 2)
                        int virtualBatchSize)
                implements Normalization {}
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        return Linear.builder().setUnits(1).build();
    }
}
