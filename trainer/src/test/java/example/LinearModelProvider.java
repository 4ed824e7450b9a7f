package example;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Target;
import etude.datasets.config.Setting;
import etude.trainer.model.ModelContext;
import etude.trainer.model.ModelProvider;

/**
 * A model of one's own: multinomial logistic regression, chosen by {@code model: {name:
 * example_linear, bias: false}}. Any DJL block will do. The jar needs this class and its name in
 * {@code META-INF/services/etude.trainer.model.ModelProvider}.
 */
public final class LinearModelProvider implements ModelProvider {
    /** The keys beside {@code model.name}. */
    public record Settings(
            @Setting(value = "Whether each class has a bias.", defaultsTo = "true") boolean bias) {}

    @Override
    public String name() {
        return "example_linear";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        ExampleSpec spec = context.spec();
        if (!(spec.target() instanceof Target.Classes classes)) {
            throw new EtudeException(
                    "model.name: example_linear predicts classes, but the data set's target is "
                            + spec.target()
                            + "; use another model");
        }
        return new SequentialBlock()
                .add(Blocks.batchFlattenBlock(spec.features().elements()))
                .add(
                        Linear.builder()
                                .setUnits(classes.names().size())
                                .optBias(((Settings) settings).bias())
                                .build());
    }
}
