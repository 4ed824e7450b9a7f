package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitTest {
    private static final String CONFIG =
            """
            name: short
            dataset: {name: generated}
            model: {name: mlp, hidden: [8]}
            batch_size: 8
            max_train_steps: 10
            optimizer: {name: sgd, learning_rate: 0.1}
            """;

    @ParameterizedTest
    @CsvSource({"600s, 600", "10m, 600", "2h, 7200"})
    void isReadInItsUnits(String text, long seconds) {
        RunConfig config =
                ConfigLoader.parse(CONFIG, "c.yaml", List.of("distributed.timeout=" + text));
        assertThat(config.distributed().timeout()).isEqualTo(new TimeLimit(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"600", "0s", "-5s", "1.5m", "10 m", "soon"})
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(
                        () ->
                                ConfigLoader.parse(
                                        CONFIG, "c.yaml", List.of("distributed.timeout=" + text)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("distributed.timeout")
                .hasMessageContaining("a time such as 600s, 10m or 2h");
    }

    /** How long to wait is no part of what is trained; how sums are made is. */
    @Test
    void anotherLimitIsNoOtherRun() {
        RunConfig saved = ConfigLoader.parse(CONFIG, "c.yaml", List.of());
        RunConfig other = ConfigLoader.parse(CONFIG, "c.yaml", List.of("distributed.timeout=5s"));
        assertThat(ConfigDifferences.between(saved, other)).isEmpty();
        RunConfig fast = ConfigLoader.parse(CONFIG, "c.yaml", List.of("distributed.sum=fast"));
        assertThat(ConfigDifferences.between(saved, fast))
                .containsExactly("distributed.sum: auto -> fast");
    }
}
