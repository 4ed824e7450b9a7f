package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.trainer.engine.TestDevice;
import etude.trainer.model.GptProvider.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GptProviderTest {
    private static final ExampleSpec TEXT = Models.tokens(8, 11);

    private static Block build(int layers, int width, int heads, ExampleSpec spec) {
        return new GptProvider()
                .build(
                        new Settings(layers, width, heads, 1e-5, ResidualNorm.PRE, false),
                        new ModelContext(spec, 0, 2));
    }

    @Test
    void gpt2HasItsPublishedParameters() {
        Block block = build(12, 768, 12, Models.tokens(1024, 50_257));
        assertThat(Models.count(block, new Shape(2, 1024))).isEqualTo(124_439_808);
    }

    @Test
    void smallModelHasTheParametersOfItsLayers() {
        // embeddings; per layer 12 W^2 + 13 W; final norm 2 W
        long expected = (11 + 8) * 16 + 2 * (12 * 16 * 16 + 13 * 16) + 2 * 16;
        assertThat(Models.count(build(2, 16, 4, TEXT), new Shape(2, 8))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT32", "INT64"})
    void givesLogitsPerPositionAndLooksAtNoLaterToken(DataType type) {
        Block block = build(2, 16, 4, TEXT);
        try (NDManager manager = TestDevice.manager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 8));
            NDArray tokens = manager.create(new int[][] {{1, 2, 3, 4, 5, 6, 7, 8}});
            NDArray changed = manager.create(new int[][] {{1, 2, 3, 4, 5, 0, 0, 0}});
            NDArray before = logits(block, tokens.toType(type, false));
            NDArray after = logits(block, changed.toType(type, false));
            assertThat(before.getShape()).isEqualTo(new Shape(1, 8, 11));
            assertThat(before.get("0, :5").toFloatArray())
                    .containsExactly(after.get("0, :5").toFloatArray(), within(1e-6f));
            assertThat(before.get("0, 5").toFloatArray())
                    .isNotEqualTo(after.get("0, 5").toFloatArray());
        }
    }

    private static NDArray logits(Block block, NDArray tokens) {
        return block.forward(
                        new ParameterStore(tokens.getManager(), false), new NDList(tokens), false)
                .singletonOrThrow();
    }

    @Test
    void overfitsOneBatch() {
        int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4, 5};
        int[] next = {2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4, 5, 6};
        List<Float> losses =
                Models.descend(
                        build(2, 16, 4, TEXT),
                        30,
                        manager -> manager.create(tokens, new Shape(2, 8)),
                        manager -> manager.create(next, new Shape(2, 8)));
        assertThat((double) losses.get(0)).isCloseTo(Math.log(11), withinPercentage(5));
        assertThat(losses.get(29)).isLessThan(0.7f * losses.get(0));
    }

    @Test
    void evaluationMemoryDoesNotGrowWithDepth() {
        assertThat(Models.arraysLeft(build(1, 16, 4, TEXT), new Shape(2, 8))).isEqualTo(2);
        assertThat(Models.arraysLeft(build(6, 16, 4, TEXT), new Shape(2, 8))).isEqualTo(2);
    }

    @Test
    void weightsIntoTheResidualStreamStartSmallerByTheRootOfTwiceTheLayers() {
        Map<String, float[]> values = Models.initialised(build(2, 64, 4, TEXT), 3, new Shape(2, 8));
        assertThat(deviation(values, "layer1_mlp_body_hidden_weight"))
                .isCloseTo(0.02, withinPercentage(5));
        assertThat(deviation(values, "layer1_mlp_body_output_weight"))
                .isCloseTo(0.01, withinPercentage(5));
        assertThat(deviation(values, "layer2_attention_body_output_weight"))
                .isCloseTo(0.01, withinPercentage(5));
        assertThat(values.get("layer2_attention_body_output_bias")).containsOnly(0);
    }

    private static double deviation(Map<String, float[]> values, String name) {
        float[] weights = Objects.requireNonNull(values.get(name), name);
        double squares = 0;
        for (float weight : weights) {
            squares += weight * (double) weight;
        }
        return Math.sqrt(squares / weights.length);
    }

    @Test
    void sameSeedSameParameters() {
        Map<String, float[]> first = Models.initialised(build(2, 16, 4, TEXT), 3, new Shape(2, 8));
        Map<String, float[]> again = Models.initialised(build(2, 16, 4, TEXT), 3, new Shape(2, 8));
        assertThat(first).hasSize(2 + 2 * 12 + 2).containsOnlyKeys(again.keySet());
        first.forEach((name, values) -> assertThat(again.get(name)).as(name).isEqualTo(values));
    }

    @Test
    void widthThatHeadsDoNotDivideNamesTheNearest() {
        assertThatThrownBy(() -> build(2, 100, 3, TEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width: must be a multiple of heads (3), found 100; nearest 99");
    }

    @Test
    void imagesAndClassesOfTextsAreRefused() {
        assertThatThrownBy(() -> build(2, 16, 4, Models.images(28, 1, 10)))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("Image[height=28")
                .hasMessageContaining("use a text data set, or mlp or resnet");
        ExampleSpec topics =
                new ExampleSpec(new Features.Tokens(8, 11), new Target.Classes(List.of("a", "b")));
        assertThatThrownBy(() -> build(2, 16, 4, topics)).isInstanceOf(EtudeException.class);
    }
}
