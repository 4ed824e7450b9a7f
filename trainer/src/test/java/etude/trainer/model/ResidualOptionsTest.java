package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import etude.trainer.engine.TestDevice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code zero_init_residual} and {@code residual_norm}. */
class ResidualOptionsTest {
    private static final Shape IMAGES = new Shape(2, 3, 8, 8);
    private static final Shape TOKENS = new Shape(2, 8);

    private static Block gpt(ResidualNorm norm, boolean zero) {
        return new GptProvider()
                .build(
                        new GptProvider.Settings(2, 16, 4, 1e-5, norm, zero),
                        new ModelContext(Models.tokens(8, 11), 0, 2));
    }

    private static Block resnet(NormalizationConfig normalization, boolean zero) {
        return new ResNetProvider()
                .build(
                        new ResNetProvider.Settings(
                                8, ResNetProvider.Variant.CIFAR, normalization, zero),
                        new ModelContext(Models.images(8, 3, 10), 0, 2));
    }

    @ParameterizedTest
    @EnumSource(ResidualNorm.class)
    void transformerBranchesThatStartAtZeroPassTheirInputOn(ResidualNorm norm) {
        Block block = gpt(norm, true);
        try (NDManager manager = TestDevice.manager()) {
            block.initialize(manager, DataType.FLOAT32, TOKENS);
            for (Pair<String, Block> stage : block.getChildren()) {
                if (stage.getValue() instanceof Residual) {
                    assertPassesOn(manager.randomNormal(new Shape(2 * 8, 16)), stage);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void resnetBranchesThatStartAtZeroPassTheirShortcutOn(boolean normalized) {
        Block block =
                resnet(
                        normalized
                                ? new NormalizationConfig.BatchNorm()
                                : new NormalizationConfig.None(),
                        true);
        try (NDManager manager = TestDevice.manager()) {
            block.initialize(manager, DataType.FLOAT32, IMAGES);
            for (Pair<String, Block> stage : block.getChildren()) {
                if (stage.getKey().equals("stage1_block1")) {
                    assertPassesOn(manager.randomNormal(new Shape(2, 16, 8, 8)), stage);
                }
            }
        }
    }

    private static void assertPassesOn(NDArray input, Pair<String, Block> stage) {
        float[] expected = input.toFloatArray();
        NDArray output =
                stage.getValue()
                        .forward(
                                new ParameterStore(input.getManager(), false),
                                new NDList(input),
                                true)
                        .singletonOrThrow();
        assertThat(output.toFloatArray()).as(stage.getKey()).containsExactly(expected);
    }

    @Test
    void zeroInitOfAResNetTouchesOnlyTheLastScales() {
        Map<String, float[]> values =
                Models.initialised(resnet(new NormalizationConfig.BatchNorm(), true), 1, IMAGES);
        values.forEach(
                (name, value) -> {
                    if (name.endsWith("gamma")) {
                        float expected = name.contains("body_layer2") ? 0 : 1;
                        assertThat(value).as(name).containsOnly(expected);
                    }
                });
    }

    @Test
    void normalisingAtTheEndMovesTheLayerWithoutAddingParameters() {
        Block pre = gpt(ResidualNorm.PRE, false);
        Block end = gpt(ResidualNorm.BRANCH_END, false);
        assertThat(Models.count(end, TOKENS)).isEqualTo(Models.count(pre, TOKENS));
        assertThat(lastStage(pre)).isEqualTo("output");
        assertThat(lastStage(end)).isEqualTo("normalization");
    }

    private static String lastStage(Block transformer) {
        Block branch = transformer.getChildren().get("layer1_mlp").getChildren().get("body");
        return branch.getChildren().keys().get(branch.getChildren().size() - 1);
    }

    @ParameterizedTest
    @EnumSource(ResidualNorm.class)
    void overfitsOneBatchFromZeroBranches(ResidualNorm norm) {
        int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4, 5};
        int[] next = {2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4, 5, 6};
        List<Float> losses =
                Models.descend(
                        gpt(norm, true),
                        30,
                        manager -> manager.create(tokens, TOKENS),
                        manager -> manager.create(next, TOKENS));
        assertThat(losses.get(29)).isLessThan(0.7f * losses.get(0));
    }
}
