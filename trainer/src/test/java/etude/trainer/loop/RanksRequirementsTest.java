package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What several ranks cannot share is refused before they begin. */
final class RanksRequirementsTest {
    private static RunConfig config(String... overrides) {
        return ConfigLoader.parse(
                """
                name: digits
                dataset: {name: generated, examples: 100}
                model: {name: mlp, hidden: [8]}
                batch_size: 12
                max_train_steps: 20
                optimizer: {name: sgd, learning_rate: 0.1}
                """,
                "base",
                List.of(overrides));
    }

    @Test
    void aBatchThatRanksCannotShareEquallyIsRefused() {
        assertThatCode(() -> RanksRequirements.check(config(), 3)).doesNotThrowAnyException();
        assertThatThrownBy(() -> RanksRequirements.check(config("gradient_accumulation=2"), 4))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("batch_size: expected a multiple of 8")
                .hasMessageEndingWith("found 12");
    }

    /** Whatever the data, so none are read. */
    @Test
    void aPartSmallerThanTheGhostOfBatchNormIsRefused() {
        String ghost =
                "model={name: mlp, normalization: {name: ghost_batch_norm, virtual_batch_size: 6%s}}";
        RunConfig config = config(ghost.formatted(""), "dataset={name: text, path: nowhere.txt}");
        assertThatCode(() -> RanksRequirements.check(config, 2)).doesNotThrowAnyException();
        assertThatThrownBy(() -> RanksRequirements.check(config, 3))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "model.normalization.virtual_batch_size: expected at most the 4 examples of one training pass, found 6")
                .hasMessageEndingWith("allow_smaller: true; 3 ranks share a batch");
        RunConfig allowed = config(ghost.formatted(", allow_smaller: true"));
        assertThatCode(() -> RanksRequirements.check(allowed, 3)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: mlp, normalization: ghost_batch_norm}",
                "{name: resnet, normalization: ghost_batch_norm}",
                "{name: wide_resnet, normalization: ghost_batch_norm}"
            })
    void oneProcessIsToldAsEarly(String model) {
        assertThatThrownBy(() -> RanksRequirements.check(config("model=" + model), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "expected at most the 12 examples of one training pass, found 64")
                .hasMessageEndingWith("allow_smaller: true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss={name: focal}",
                "loss={name: cross_entropy, class_weights: balanced}",
                "loss={name: binary_cross_entropy, positive_weights: balanced}"
            })
    void aLossWhoseExamplesWeighDifferentlyIsForOneProcess(String loss) {
        RunConfig config = config(loss, "gradient_accumulation=2");
        assertThatCode(() -> RanksRequirements.check(config, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> RanksRequirements.check(config, 3))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("loss: expected one in which all examples weigh the same")
                .hasMessageEndingWith("gradient_accumulation: 6");
    }

    @Test
    void theUsualLossWrittenOutIsShared() {
        RunConfig config = config("loss={name: cross_entropy}");
        assertThatCode(() -> RanksRequirements.check(config, 3)).doesNotThrowAnyException();
    }
}
