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
        assertThatCode(() -> Training.requireRanks(config(), 3)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Training.requireRanks(config("gradient_accumulation=2"), 4))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("batch_size: expected a multiple of 8")
                .hasMessageEndingWith("found 12");
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
        assertThatCode(() -> Training.requireRanks(config, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Training.requireRanks(config, 3))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("loss: expected one in which all examples weigh the same")
                .hasMessageEndingWith("gradient_accumulation: 6");
    }

    @Test
    void theUsualLossWrittenOutIsShared() {
        RunConfig config = config("loss={name: cross_entropy}");
        assertThatCode(() -> Training.requireRanks(config, 3)).doesNotThrowAnyException();
    }
}
