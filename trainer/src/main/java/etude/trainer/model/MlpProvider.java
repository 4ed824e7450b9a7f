package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.config.Setting;
import java.util.List;

/**
 * {@code mlp}: a multilayer perceptron on vectors or flattened images. Per hidden layer: linear,
 * normalization, ReLU, dropout; then a linear output layer.
 */
public final class MlpProvider implements ModelProvider {
    /**
     * With batch normalization and dropout, 1,000 take PyTorch's recursion to the end of a thread's
     * stack, and the process with it.
     */
    private static final int MOST_LAYERS = 250;

    /** The settings of {@code mlp}. */
    public record Settings(
            @Setting(
                            value = "Widths of the hidden layers, the first one first.",
                            defaultsTo = "[256, 128]",
                            min = 1)
                    List<Integer> hidden,
            @Setting(value = "Normalization of the hidden layers.", defaultsTo = "{name: none}")
                    NormalizationConfig normalization) {
        public Settings {
            hidden = List.copyOf(hidden);
            if (hidden.size() > MOST_LAYERS) {
                throw new IllegalArgumentException(
                        "hidden: expected at most %s layers, found %s"
                                .formatted(MOST_LAYERS, hidden.size()));
            }
        }
    }

    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        Settings mlp = (Settings) settings;
        ExampleSpec spec = context.spec();
        if (spec.features() instanceof Features.Tokens) {
            throw new EtudeException(
                    "model.name: mlp reads images or vectors, but the data set has token windows;"
                            + " use gpt");
        }
        int outputs = Outputs.count(name(), spec);
        StagedBlock stages = new StagedBlock().add("flatten", Layers.flatten());
        for (int i = 0; i < mlp.hidden().size(); i++) {
            stages.add("hidden" + (i + 1), hidden(mlp, i, context));
        }
        return stages.add("output", Layers.outputLinear(outputs));
    }

    @Override
    public void requireBatch(Record settings, int batchSize) {
        ((Settings) settings).normalization().requireBatch(batchSize);
    }

    @Override
    public List<String> advice(Record settings, ModelContext context) {
        return ((Settings) settings).normalization().advice(context.batchSize());
    }

    private static Block hidden(Settings mlp, int index, ModelContext context) {
        int width = mlp.hidden().get(index);
        NormalizationConfig normalization = mlp.normalization();
        StagedBlock layer = new StagedBlock();
        layer.add("linear", Layers.hiddenLinear(width, normalization.keepsBias()));
        normalization
                .layer(width, context.batchSize())
                .ifPresent(block -> layer.add("normalization", block));
        layer.add("activation", Layers.relu());
        if (context.dropout() > 0) {
            layer.add("dropout", Layers.dropout(context.dropout()));
        }
        return layer;
    }
}
