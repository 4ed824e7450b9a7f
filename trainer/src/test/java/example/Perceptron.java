package example;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.datasets.config.Setting;
import etude.trainer.model.ModelContext;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.StagedBlock;

/** A model: one hidden layer. */
public final class Perceptron implements ModelProvider {
    /** The keys beside {@code model.name}. */
    public record Settings(
            @Setting(value = "Units of the hidden layer.", defaultsTo = "512", min = 1)
                    int width) {}

    @Override
    public String name() {
        return "perceptron";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        if (!(context.spec().target() instanceof Target.Classes classes)) {
            throw new EtudeException("model.name: perceptron predicts classes only; use mlp");
        }
        int width = ((Settings) settings).width();
        return new StagedBlock()
                .add("flatten", Blocks.batchFlattenBlock())
                .add("hidden", Linear.builder().setUnits(width).build())
                .add("activation", Activation.reluBlock())
                .add("output", Linear.builder().setUnits(classes.names().size()).build());
    }
}
