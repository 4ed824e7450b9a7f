package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.config.Setting;
import java.util.List;

/** {@code wide_resnet}: a wide residual network for small images, see {@link WideResNet}. */
public final class WideResNetProvider implements ModelProvider {
    /** The settings of {@code wide_resnet}. */
    public record Settings(
            @Setting(
                            value = "Convolutions, 6n+4 (10, 16, 22, 28, 40, ...).",
                            defaultsTo = "28",
                            min = 1,
                            max = ResNet.MOST_LAYERS)
                    int depth,
            @Setting(
                            value =
                                    "Widening factor: channels of the stages are 16, 32, 64 times it.",
                            defaultsTo = "10",
                            min = 1)
                    int width,
            @Setting(
                            value = "Normalization before each convolution.",
                            defaultsTo = "{name: batch_norm}")
                    NormalizationConfig normalization,
            @Setting(
                            value =
                                    "Start each residual branch at zero: the weights of its last convolution (Zhang et al. 2019).",
                            defaultsTo = "false")
                    boolean zeroInitResidual) {}

    @Override
    public String name() {
        return "wide_resnet";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        Settings wide = (Settings) settings;
        Images.of(name(), context.spec());
        int outputs = Outputs.count(name(), context.spec());
        return new WideResNet(
                        new ConvolutionalLayers(wide.normalization(), context.batchSize()),
                        wide.width(),
                        context.dropout(),
                        wide.zeroInitResidual())
                .block(blocksPerStage(wide.depth()), outputs);
    }

    @Override
    public void requireBatch(Record settings, int batchSize) {
        ((Settings) settings).normalization().requireBatch(batchSize);
    }

    @Override
    public List<String> advice(Record settings, ModelContext context) {
        return ((Settings) settings).normalization().advice(context.batchSize());
    }

    private static int blocksPerStage(int depth) {
        int blocks = (int) Math.max(1, Math.round((depth - 4) / 6.0));
        int nearest = 6 * blocks + 4;
        if (depth != nearest) {
            throw new EtudeException(
                    "model.depth: depth must be 6n+4 (10, 16, 22, 28, ...), found "
                            + depth
                            + "; nearest "
                            + nearest);
        }
        return blocks;
    }
}
