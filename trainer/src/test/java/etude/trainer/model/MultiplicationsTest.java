package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counted without making a single weight. */
class MultiplicationsTest {
    private static final Target DIGITS = new Target.Classes(Collections.nCopies(10, "digit"));

    @Test
    void ofAPerceptron() {
        assertThat(
                        count(
                                "{name: mlp, hidden: [256, 128]}",
                                new ExampleSpec(new Features.Image(28, 28, 1), DIGITS),
                                new Shape(8, 1, 28, 28)))
                .isEqualTo(8 * (784 * 256 + 256 * 128 + 128 * 10));
    }

    /** 40.55 million an image, as He et al. 2016 count it. */
    @Test
    void ofAResidualNetwork() {
        assertThat(
                        count(
                                "{name: resnet, depth: 20, variant: cifar}",
                                new ExampleSpec(new Features.Image(32, 32, 3), DIGITS),
                                new Shape(2, 3, 32, 32)))
                .isEqualTo(2 * 40_551_040);
    }

    /** Projections, output, and both layers of the MLP; not the tied output. */
    @Test
    void ofATransformer() {
        assertThat(
                        count(
                                "{name: gpt, layers: 3, width: 32, heads: 4}",
                                new ExampleSpec(
                                        new Features.Tokens(6, 11), new Target.NextToken(11)),
                                new Shape(2, 6)))
                .isEqualTo(2 * 6 * 3 * (32 * 96 + 32 * 32 + 2 * 32 * 128));
    }

    @Test
    void ofABlockWithoutAScriptNobodyKnows() {
        Block foreign = new StagedBlock().add("linear", Linear.builder().setUnits(3).build());

        assertThat(NetworkScript.multiplications(foreign, new Shape(2, 4))).isEmpty();
    }

    private static long count(String model, ExampleSpec spec, Shape input) {
        RunConfig config =
                ConfigLoader.parse(
                        "name: n\ndataset: {name: generated}\nbatch_size: 8\nmax_train_steps: 1\n"
                                + "optimizer: {name: sgd, learning_rate: 1}\nmodel: "
                                + model,
                        "count.yaml",
                        List.of());
        Block block =
                ModelRegistry.load()
                        .require(config.model().name())
                        .build(config.model().settings(), new ModelContext(spec, 0, 8));
        return NetworkScript.multiplications(block, input).orElseThrow();
    }
}
