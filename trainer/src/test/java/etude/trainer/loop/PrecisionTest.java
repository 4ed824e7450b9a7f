package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bfloat16 computes the same losses and gradient norms as float32, to one per cent. */
class PrecisionTest {
    private static final String REST =
            """

            batch_size: 32
            max_train_steps: 3
            optimizer: {name: momentum, learning_rate: 0.01}
            evaluation: {train_examples: 0, predictions: 0}
            """;

    @TempDir Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: mlp, hidden: [32, 16], normalization: batch_norm}",
                "{name: mlp, hidden: [32, 16], normalization: layer_norm}",
                "{name: resnet, depth: 8}",
                "{name: resnet, depth: 8, normalization: {name: ghost_batch_norm, virtual_batch_size: 24}}",
                "{name: resnet, depth: 8, normalization: {name: group_norm, groups: 4}, zero_init_residual: true}",
                "{name: wide_resnet, depth: 10, width: 1, normalization: layer_norm}",
                "{name: vit, patch_size: 4, layers: 2, width: 32, heads: 2}",
                "{name: vit, patch_size: 4, layers: 2, width: 32, heads: 2, pooling: average}",
            })
    void imageModels(String model) {
        compare(
                "name: short\ndataset: {name: generated, examples: 200, image_size: 12}\nmodel: "
                        + model
                        + REST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: gpt, layers: 2, width: 32, heads: 2}",
                "{name: gpt, layers: 2, width: 32, heads: 2, residual_norm: branch_end, zero_init_residual: true}"
            })
    void languageModels(String model) throws IOException {
        Path text = temporary.resolve("text.txt");
        Files.writeString(text, "to be, or not to be, that is the question: ".repeat(200));
        compare(
                "name: short\ndataset: {name: text, path: "
                        + text
                        + ", context_length: 16}\nmodel: "
                        + model
                        + REST);
    }

    private static void compare(String yaml) {
        ShortTraining full = ShortTraining.run(yaml);
        ShortTraining half = ShortTraining.run(yaml, "precision=bfloat16");
        assertThat(half.losses).hasSize(3).isNotEqualTo(full.losses);
        for (int step = 0; step < 3; step++) {
            agree(half.losses, full.losses, step);
            agree(half.norms, full.norms, step);
        }
    }

    private static void agree(List<Float> actual, List<Float> expected, int step) {
        assertThat(actual.get(step)).isCloseTo(expected.get(step), withinPercentage(1.0));
    }
}
