package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.trainer.engine.TestDevice;
import etude.trainer.model.WideResNetProvider.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideResNetProviderTest {
    private static final ExampleSpec CIFAR = Models.images(32, 3, 10);
    private static final NormalizationConfig BATCH_NORM = new NormalizationConfig.BatchNorm();

    private static Block build(int depth, int width, double dropout, ExampleSpec spec) {
        return new WideResNetProvider()
                .build(
                        new Settings(depth, width, BATCH_NORM, false),
                        new ModelContext(spec, dropout, 4));
    }

    /** 36.5 M, 2.2 M and 2.7 M in the paper's tables 4 and 5; layer by layer by hand. */
    @ParameterizedTest
    @CsvSource({"28, 10, 36479194", "40, 2, 2243546", "16, 4, 2748890"})
    void hasThePapersParameters(int depth, int width, long parameters) {
        assertThat(Models.count(build(depth, width, 0, CIFAR), new Shape(2, 3, 32, 32)))
                .isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({"10, 1, 32, 3", "16, 2, 28, 1", "10, 1, 9, 2"})
    void anySizeAndChannelsGiveOneRowOfLogitsPerImage(
            int depth, int width, int size, int channels) {
        Block block = build(depth, width, 0, Models.images(size, channels, 7));
        assertThat(Models.outputShape(block, new Shape(2, channels, size, size)))
                .isEqualTo(new Shape(2, 7));
    }

    @Test
    void overfitsOneBatch() {
        List<Float> losses =
                Models.descend(
                        build(10, 1, 0, Models.images(8, 3, 4)),
                        30,
                        manager -> Models.images(manager, 4, 8, 3),
                        manager -> manager.create(new int[] {0, 1, 2, 3}));
        assertThat(losses.get(29)).isLessThan(0.5f * losses.get(0));
    }

    @Test
    void evaluationMemoryDoesNotGrowWithDepth() {
        Shape batch = new Shape(2, 3, 8, 8);
        ExampleSpec spec = Models.images(8, 3, 10);
        assertThat(Models.arraysLeft(build(10, 1, 0.3, spec), batch)).isEqualTo(2);
        assertThat(Models.arraysLeft(build(28, 2, 0.3, spec), batch)).isEqualTo(2);
    }

    @Test
    void dropoutActsInTrainingOnly() {
        Block block = build(10, 1, 0.5, Models.images(8, 3, 4));
        Shape batch = new Shape(4, 3, 8, 8);
        try (NDManager manager = TestDevice.manager()) {
            assertThat(Models.repeats(manager, block, batch, false)).isTrue();
            assertThat(Models.repeats(manager, block, batch, true)).isFalse();
        }
    }

    @Test
    void zeroInitZeroesTheLastConvolutionOfEachBranch() {
        Block block =
                new WideResNetProvider()
                        .build(
                                new Settings(10, 1, BATCH_NORM, true),
                                new ModelContext(Models.images(8, 3, 4), 0, 4));
        Map<String, float[]> values = Models.initialised(block, 1, new Shape(4, 3, 8, 8));
        assertThat(values).containsKey("stage1_block1_body_layer2_weight");
        values.forEach(
                (name, weights) -> {
                    if (name.endsWith("layer2_weight")) {
                        assertThat(weights).as(name).containsOnly(0);
                    } else if (name.endsWith("layer1_weight")) {
                        assertThat(weights).as(name).doesNotContain(0);
                    }
                });
    }

    @Test
    void wrongDepthNamesTheNearest() {
        assertThatThrownBy(() -> build(20, 1, 0, CIFAR))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("depth must be 6n+4")
                .hasMessageContaining("found 20")
                .hasMessageContaining("nearest 22");
    }

    @Test
    void tokensAreRefusedWithAnAlternative() {
        assertThatThrownBy(() -> build(10, 1, 0, Models.tokens(8, 65)))
                .hasMessageContaining("wide_resnet reads images")
                .hasMessageContaining("use gpt");
    }
}
