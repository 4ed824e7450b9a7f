package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.trainer.model.ResNetProvider.Settings;
import etude.trainer.model.ResNetProvider.Variant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResNetProviderTest {
    private static final ExampleSpec CIFAR = Models.images(32, 3, 10);
    private static final Shape CIFAR_BATCH = new Shape(2, 3, 32, 32);

    private static Block build(int depth, Variant variant, ExampleSpec spec) {
        return new ResNetProvider()
                .build(
                        new Settings(depth, variant, new NormalizationConfig.BatchNorm(), false),
                        new ModelContext(spec, 0, 2));
    }

    /** The table of github.com/akamaster/pytorch_resnet_cifar10, which agrees with the paper's. */
    @ParameterizedTest
    @CsvSource({"20, 269722", "32, 464154", "44, 658586", "56, 853018", "110, 1727962"})
    void cifarHasThePapersParameters(int depth, long parameters) {
        assertThat(Models.count(build(depth, Variant.CIFAR, CIFAR), CIFAR_BATCH))
                .isEqualTo(parameters);
    }

    /** The numbers of torchvision's documentation. */
    @ParameterizedTest
    @CsvSource({"18, 11689512", "34, 21797672", "50, 25557032"})
    void imagenetHasTorchvisionsParameters(int depth, long parameters) {
        Block block = build(depth, Variant.IMAGENET, Models.images(224, 3, 1000));
        assertThat(Models.count(block, new Shape(2, 3, 224, 224))).isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "CIFAR, 8, 32, 3",
        "CIFAR, 8, 28, 1",
        "CIFAR, 14, 9, 2",
        "IMAGENET, 18, 32, 3",
        "IMAGENET, 50, 33, 1",
        "IMAGENET, 50, 16, 3"
    })
    void oddSizesAndAnyChannelsGiveOneRowOfLogitsPerImage(
            Variant variant, int depth, int size, int channels) {
        Block block = build(depth, variant, Models.images(size, channels, 7));
        assertThat(Models.outputShape(block, new Shape(2, channels, size, size)))
                .isEqualTo(new Shape(2, 7));
    }

    @Test
    void overfitsOneBatch() {
        List<Float> losses =
                Models.descend(
                        build(8, Variant.CIFAR, Models.images(8, 3, 4)),
                        30,
                        manager -> Models.images(manager, 4, 8, 3),
                        manager -> manager.create(new int[] {0, 1, 2, 3}));
        assertThat(losses.get(29)).isLessThan(0.5f * losses.get(0));
    }

    @Test
    void evaluationMemoryDoesNotGrowWithDepth() {
        Shape batch = new Shape(2, 3, 8, 8);
        ExampleSpec spec = Models.images(8, 3, 10);
        assertThat(Models.arraysLeft(build(8, Variant.CIFAR, spec), batch)).isEqualTo(2);
        assertThat(Models.arraysLeft(build(20, Variant.CIFAR, spec), batch)).isEqualTo(2);
        Block deep = build(50, Variant.IMAGENET, Models.images(64, 3, 10));
        assertThat(Models.arraysLeft(deep, new Shape(2, 3, 64, 64))).isEqualTo(2);
    }

    @Test
    void sameSeedSameParametersUnderDistinctNames() {
        Map<String, float[]> first =
                Models.initialised(build(8, Variant.CIFAR, CIFAR), 5, CIFAR_BATCH);
        Map<String, float[]> again =
                Models.initialised(build(8, Variant.CIFAR, CIFAR), 5, CIFAR_BATCH);
        Map<String, float[]> other =
                Models.initialised(build(8, Variant.CIFAR, CIFAR), 6, CIFAR_BATCH);
        assertThat(first).hasSize(7 * 5 + 2);
        assertThat(first.keySet()).containsExactlyElementsOf(again.keySet());
        first.forEach((name, values) -> assertThat(again.get(name)).as(name).isEqualTo(values));
        assertThat(other.get("stem_convolution_weight"))
                .isNotEqualTo(first.get("stem_convolution_weight"));
    }

    @Test
    void convolutionsStartHeNormalByFanOut() {
        Map<String, float[]> values =
                Models.initialised(build(8, Variant.CIFAR, CIFAR), 5, CIFAR_BATCH);
        float[] weights =
                Objects.requireNonNull(values.get("stage3_block1_body_layer2_convolution_weight"));
        double sumOfSquares = 0;
        for (float weight : weights) {
            sumOfSquares += weight * (double) weight;
        }
        assertThat(weights).hasSize(64 * 64 * 9);
        assertThat(sumOfSquares / weights.length).isCloseTo(2.0 / (64 * 9), withinPercentage(5));
    }

    @Test
    void wrongCifarDepthNamesTheNearest() {
        assertThatThrownBy(() -> build(21, Variant.CIFAR, CIFAR))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("depth must be 6n+2")
                .hasMessageContaining("found 21")
                .hasMessageContaining("nearest 20");
        assertThatThrownBy(() -> build(1, Variant.CIFAR, CIFAR)).hasMessageContaining("nearest 8");
    }

    @Test
    void wrongImagenetDepthNamesTheRightOnes() {
        assertThatThrownBy(() -> build(20, Variant.IMAGENET, CIFAR))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("18, 34 or 50")
                .hasMessageContaining("found 20");
    }

    @Test
    void vectorsAreRefusedWithAnAlternative() {
        assertThatThrownBy(() -> build(20, Variant.CIFAR, Models.vectors(5, 3)))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("resnet reads images, but the data set has vectors")
                .hasMessageContaining("use mlp");
    }
}
