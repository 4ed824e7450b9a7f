package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.trainer.engine.TestDevice;
import etude.trainer.model.VitProvider.Pooling;
import etude.trainer.model.VitProvider.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VitProviderTest {
    private static final ExampleSpec SMALL = Models.images(8, 3, 4);
    private static final Shape BATCH = new Shape(2, 3, 8, 8);

    private static Block build(Settings settings, ExampleSpec spec) {
        return new VitProvider().build(settings, new ModelContext(spec, 0, 4));
    }

    private static Settings settings(int layers, Pooling pooling) {
        return new Settings(4, layers, 16, 2, 4, pooling, 1e-5, ResidualNorm.PRE, false);
    }

    /** The counts of timm's vit_tiny, vit_small and vit_base_patch16_224. */
    @ParameterizedTest
    @CsvSource({"192, 3, 5717416", "384, 6, 22050664", "768, 12, 86567656"})
    void hasThePublishedParameters(int width, int heads, long parameters) {
        Settings settings =
                new Settings(
                        16,
                        12,
                        width,
                        heads,
                        4,
                        Pooling.CLASS_TOKEN,
                        1e-6,
                        ResidualNorm.PRE,
                        false);
        Block block = build(settings, Models.images(224, 3, 1000));
        assertThat(Models.count(block, new Shape(2, 3, 224, 224))).isEqualTo(parameters);
    }

    @Test
    void averagingSavesTheClassTokenAndItsPosition() {
        long token = Models.count(build(settings(2, Pooling.CLASS_TOKEN), SMALL), BATCH);
        assertThat(Models.count(build(settings(2, Pooling.AVERAGE), SMALL), BATCH))
                .isEqualTo(token - 2 * 16);
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void givesOneRowOfLogitsPerImage(Pooling pooling) {
        Block block = build(settings(1, pooling), SMALL);
        assertThat(Models.outputShape(block, BATCH)).isEqualTo(new Shape(2, 4));
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void overfitsOneBatch(Pooling pooling) {
        List<Float> losses =
                Models.descend(
                        build(settings(2, pooling), SMALL),
                        60,
                        manager -> Models.images(manager, 4, 8, 3),
                        manager -> manager.create(new int[] {0, 1, 2, 3}));
        assertThat(losses.get(59)).isLessThan(0.5f * losses.get(0));
    }

    @Test
    void evaluationMemoryDoesNotGrowWithDepth() {
        for (Pooling pooling : Pooling.values()) {
            assertThat(Models.arraysLeft(build(settings(1, pooling), SMALL), BATCH)).isEqualTo(2);
            assertThat(Models.arraysLeft(build(settings(6, pooling), SMALL), BATCH)).isEqualTo(2);
        }
    }

    /** Patches are read row by row, each pixel by pixel with its channels together. */
    @ParameterizedTest
    @EnumSource(Pooling.class)
    void embeddingIsTheProjectionOfEachPatchPlusItsPosition(Pooling pooling) {
        Block block = build(settings(1, pooling), SMALL);
        try (NDManager manager = TestDevice.manager()) {
            block.initialize(manager, DataType.FLOAT32, BATCH);
            NDArray images = Models.images(manager, 2, 8, 3);
            Block embedding = block.getChildren().values().get(0);
            NDArray tokens =
                    embedding
                            .forward(new ParameterStore(manager, false), new NDList(images), false)
                            .singletonOrThrow();
            int first = pooling == Pooling.CLASS_TOKEN ? 1 : 0;
            assertThat(tokens.getShape()).isEqualTo(new Shape(2, 4 + first, 16));
            NDArray positions = parameter(embedding, "position");
            // The third patch of the second image is the lower left one.
            NDArray pixels = images.get("1, :, 4:8, 0:4").transpose(1, 2, 0).flatten();
            NDArray expected =
                    parameter(embedding, "patch").matMul(pixels).add(positions.get(2 + first));
            assertThat(tokens.get("1").get(2 + first).toFloatArray())
                    .containsExactly(expected.toFloatArray(), within(1e-5f));
            if (first == 1) {
                assertThat(tokens.get("1").get(0).toFloatArray())
                        .containsExactly(positions.get(0).toFloatArray());
            }
        }
    }

    private static NDArray parameter(Block block, String name) {
        return Objects.requireNonNull(block.getDirectParameters().get(name)).getArray();
    }

    @Test
    void namesItsParametersByPath() {
        Map<String, float[]> values =
                Models.initialised(build(settings(1, Pooling.CLASS_TOKEN), SMALL), 1, BATCH);
        assertThat(values)
                .containsKeys(
                        "embedding_patch",
                        "embedding_position",
                        "embedding_class_token",
                        "layer1_attention_body_projections_weight",
                        "layer1_mlp_body_output_bias",
                        "normalization_gamma",
                        "output_weight");
    }

    @Test
    void patchesThatDoNotDivideTheImageAreRefused() {
        assertThatThrownBy(() -> build(settings(1, Pooling.AVERAGE), Models.images(30, 3, 4)))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("model.patch_size")
                .hasMessageContaining("30 x 30, found 4");
    }

    @Test
    void vectorsAreRefusedWithAnAlternative() {
        assertThatThrownBy(() -> build(settings(1, Pooling.AVERAGE), Models.vectors(5, 3)))
                .hasMessageContaining("vit reads images")
                .hasMessageContaining("use mlp");
    }
}
