package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.trainer.engine.TestDevice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MlpProviderTest {
    private static final NormalizationConfig NONE = new NormalizationConfig.None();

    private static Block build(
            ExampleSpec spec, NormalizationConfig normalization, Integer... hidden) {
        return new MlpProvider()
                .build(
                        new MlpProvider.Settings(List.of(hidden), normalization),
                        new ModelContext(spec, 0.1, 8));
    }

    @Test
    void hasTheParametersOfItsLayers() {
        Block block = build(Models.images(28, 1, 10), NONE, 256, 128);
        assertThat(Models.count(block, new Shape(8, 1, 28, 28))).isEqualTo(235_146);
    }

    @Test
    void normalizationAddsScaleAndShiftAndBatchNormTakesTheBias() {
        Shape input = new Shape(8, 5);
        ExampleSpec spec = Models.vectors(5, 3);
        long plain = Models.count(build(spec, NONE, 7), input);
        assertThat(Models.count(build(spec, new NormalizationConfig.LayerNorm(), 7), input))
                .isEqualTo(plain + 14);
        assertThat(Models.count(build(spec, new NormalizationConfig.BatchNorm(), 7), input))
                .isEqualTo(plain + 7);
    }

    @Test
    void withoutHiddenLayersIsLinear() {
        Block block = build(Models.vectors(5, 3), NONE);
        assertThat(Models.count(block, new Shape(8, 5))).isEqualTo(18);
        assertThat(block.getOutputShapes(new Shape[] {new Shape(8, 5)})[0])
                .isEqualTo(new Shape(8, 3));
    }

    @Test
    void regressionHasOneOutput() {
        ExampleSpec spec = new ExampleSpec(new Features.Vector(5), new Target.Value());
        assertThat(build(spec, NONE, 4).getOutputShapes(new Shape[] {new Shape(8, 5)})[0])
                .isEqualTo(new Shape(8, 1));
    }

    @Test
    void namesItsParametersByPathInOrder() {
        Block block = build(Models.vectors(5, 3), new NormalizationConfig.BatchNorm(), 4);
        assertThat(Models.initialised(block, 1, new Shape(8, 5)).keySet())
                .containsExactly(
                        "hidden1_linear_weight",
                        "hidden1_normalization_gamma",
                        "hidden1_normalization_beta",
                        "hidden1_normalization_running_mean",
                        "hidden1_normalization_running_variance",
                        "output_weight",
                        "output_bias");
    }

    @ParameterizedTest
    @CsvSource({"none", "batch_norm", "layer_norm"})
    void overfitsOneBatch(String name) {
        NormalizationConfig normalization =
                switch (name) {
                    case "batch_norm" -> new NormalizationConfig.BatchNorm();
                    case "layer_norm" -> new NormalizationConfig.LayerNorm();
                    default -> NONE;
                };
        List<Float> losses =
                Models.descend(
                        build(Models.images(6, 3, 4), normalization, 32, 16),
                        30,
                        manager -> Models.images(manager, 8, 6, 3),
                        manager -> manager.create(new int[] {0, 1, 2, 3, 0, 1, 2, 3}));
        assertThat(losses.get(29)).isLessThan(0.5f * losses.get(0));
    }

    @Test
    void evaluationLeavesOnlyTheResult() {
        Block block = build(Models.images(6, 3, 4), NONE, 32, 16, 8);
        assertThat(Models.arraysLeft(block, new Shape(2, 3, 6, 6))).isEqualTo(2);
    }

    @Test
    void tokensAreRefusedWithAnAlternative() {
        assertThatThrownBy(() -> build(Models.tokens(8, 65), NONE, 4))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("token windows")
                .hasMessageContaining("use gpt");
    }

    @Test
    void dropoutActsInTrainingOnly() {
        Block block =
                new MlpProvider()
                        .build(
                                new MlpProvider.Settings(List.of(64), NONE),
                                new ModelContext(Models.vectors(5, 3), 0.5, 4));
        try (NDManager manager = TestDevice.manager()) {
            assertThat(Models.repeats(manager, block, new Shape(4, 5), false)).isTrue();
            assertThat(Models.repeats(manager, block, new Shape(4, 5), true)).isFalse();
        }
    }
}
