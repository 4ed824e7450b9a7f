package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.Precision;
import etude.trainer.optimizer.StepLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step in one call does what the same step does through DJL, block by block. */
class ScriptedStepTest {
    private static final String REST =
            """
            name: steps
            batch_size: 8
            max_train_steps: 1
            """;

    private static final String IMAGES =
            "dataset: {name: generated, examples: 80, image_size: 16}\n";

    @TempDir static Path temporary;

    @BeforeAll
    static void configureTheEngine() {
        Devices.configure(1, Precision.FLOAT32, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: mlp, hidden: [300, 16], normalization: batch_norm}", // 256 * 300: a group
                // alone
                "{name: mlp, hidden: [16], normalization: {name: ghost_batch_norm, virtual_batch_size: 3}}",
                "{name: resnet, depth: 8}",
                "{name: vit, patch_size: 8, layers: 1, width: 12, heads: 3}",
            })
    void ofImages(String model) {
        compare(IMAGES + "model: " + model + "\noptimizer: {name: sgd, learning_rate: 0.05}\n");
    }

    @Test
    void ofTokens() throws IOException {
        Path text = temporary.resolve("text.txt");
        Files.writeString(text, "to be, or not to be, that is the question: ".repeat(40));
        compare(
                "dataset: {name: text, path: '%s', context_length: 16}\n".formatted(text)
                        + "model: {name: gpt, layers: 1, width: 16, heads: 2}\n"
                        + "optimizer: {name: sgd, learning_rate: 0.05}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binary_cross_entropy",
                "{name: binary_cross_entropy, positive_weights: [2, 0.5]}"
            })
    void ofLabels(String loss) throws IOException {
        StringBuilder rows = new StringBuilder("x,z,tags\n");
        for (int i = 0; i < 60; i++) {
            rows.append(
                    "%s,%s,%s%s\n"
                            .formatted(
                                    i % 7,
                                    i * i % 5,
                                    i % 3 == 0 ? "a " : "",
                                    i % 2 == 0 ? "b" : ""));
        }
        Path table = Files.writeString(temporary.resolve("tags.csv"), rows);
        compare(
                "dataset: {name: csv, path: '%s', target: tags, separator: ' '}\n".formatted(table)
                        + "model: {name: mlp, hidden: [16]}\ngradient_accumulation: 2\nloss: "
                        + loss
                        + "\noptimizer: {name: sgd, learning_rate: 0.5}\n");
    }

    @Test
    void inPassesWithDropoutClippingDecayAndMixup() {
        compare(
                IMAGES
                        + "model: {name: mlp, hidden: [32], normalization: layer_norm}\n"
                        + "dropout: 0.3\nlabel_smoothing: 0.1\n"
                        + "gradient_accumulation: 2\ngradient_clipping: {norm: 0.5}\n"
                        + "optimizer: {name: nesterov, learning_rate: 0.05, weight_decay: 0.1}\n");
    }

    @Test
    void inPassesWithBatchNorm() {
        compare(
                IMAGES
                        + "model: {name: mlp, hidden: [300, 16], normalization: batch_norm}\n"
                        + "gradient_accumulation: 2\n"
                        + "optimizer: {name: sgd, learning_rate: 0.05}\n");
    }

    @Test
    void withWeightedTermsInPasses() {
        compare(
                IMAGES
                        + "model: {name: mlp, hidden: [16]}\nlabel_smoothing: 0.1\ngradient_accumulation: 2\n"
                        + "loss: {name: focal, gamma: 1.5, class_weights: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}\n"
                        + "optimizer: {name: sgd, learning_rate: 0.05}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model: {name: resnet, depth: 8}\ninitialize_from: {path: unread, freeze: ['stem_*', 'stage1_*']}\n",
                "model: {name: mlp, hidden: [300, 16]}\ninitialize_from: {path: unread, freeze: ['hidden1_*']}\n",
                "model: {name: mlp, hidden: [300, 16]}\n",
                "model: {name: vit, patch_size: 8, layers: 2, width: 12, heads: 3}\ninitialize_from: {path: unread, freeze: ['embedding_*']}\n",
            })
    void withFrozenParametersAndGroups(String text) {
        compare(
                IMAGES
                        + text
                        + "optimizer: {name: momentum, learning_rate: 0.02, weight_decay: 0.1, groups: [{match: 'output_*', learning_rate_scale: 3, weight_decay: 0}, {match: '*_weight', learning_rate_scale: 0.5}]}\n");
    }

    /** The others are still as they were drawn, and normalize as an evaluation does. */
    @Test
    void onlyWhatIsNotFrozenMoves() {
        String frozen = "initialize_from: {path: unread, freeze: ['stem_*', 'stage*']}\n";
        RunConfig config =
                ConfigLoader.parse(
                        REST
                                + IMAGES
                                + "model: {name: resnet, depth: 8}\n"
                                + frozen
                                + "optimizer: {name: adam, learning_rate: 0.1, weight_decay: 0.1}\n",
                        "steps.yaml",
                        List.of());
        try (RepeatedStep step = RepeatedStep.of(config)) {
            float[] weights = HostCopy.floats(step.vectors().weights());
            float[] statistics = HostCopy.floats(step.vectors().statistics());
            step.run();
            step.run();
            assertThat(HostCopy.floats(step.vectors().statistics())).isEqualTo(statistics);
            float[] after = HostCopy.floats(step.vectors().weights());
            int moved = 0;
            for (int i = 0; i < weights.length; i++) {
                moved += weights[i] == after[i] ? 0 : 1;
            }
            assertThat(moved).isBetween(640, 650); // of 64 x 10 and 10
        }
    }

    private static void compare(String text) {
        for (String precision : List.of("float32", "bfloat16")) {
            RunConfig config =
                    ConfigLoader.parse(
                            REST + text + "precision: " + precision, "steps.yaml", List.of());
            boolean images = text.startsWith(IMAGES);
            try (RepeatedStep whole = RepeatedStep.of(config);
                    RepeatedStep byBlocks = RepeatedStep.of(config, BlockwiseStep::new)) {
                StepLog.Entries found = entries(whole, images);
                StepLog.Entries expected = entries(byBlocks, images);
                assertThat(found.losses()).containsExactly(expected.losses(), within(1e-6f));
                assertThat(found.losses()[0]).isEqualTo(expected.losses()[0]);
                assertThat(found.losses()[2]).isNotEqualTo(found.losses()[0]);
                // float32 sums over a long vector, or over its groups
                assertThat(found.norms()).containsExactly(expected.norms(), within(2e-5f));
                assertThat(HostCopy.floats(whole.vectors().weights()))
                        .containsExactly(
                                HostCopy.floats(byBlocks.vectors().weights()), within(1e-6f));
                assertThat(HostCopy.floats(whole.vectors().statistics()))
                        .containsExactly(
                                HostCopy.floats(byBlocks.vectors().statistics()), within(1e-6f));
            }
        }
    }

    private static StepLog.Entries entries(RepeatedStep step, boolean images) {
        step.run();
        step.run();
        if (images) {
            step.mix();
        }
        step.run();
        return step.logged();
    }
}
