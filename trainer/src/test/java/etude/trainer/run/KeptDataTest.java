package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.datasets.config.DatasetConfig;
import etude.trainer.config.ConfigLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptDataTest {
    private static final String CONFIG =
            """
            name: data
            dataset: %s
            model: {name: mlp, hidden: [8]}
            batch_size: 8
            max_train_steps: 1
            optimizer: {name: momentum, learning_rate: 0.1}
            """;

    @Test
    void theSameDataAreOpenedOnce() {
        try (KeptData data = new KeptData()) {
            KeptData.Opened first = data.of(digits(40), note -> {});

            assertThat(data.of(digits(40), note -> {})).isSameAs(first);
            assertThat(data.stillOpen(digits(40))).containsSame(first);
            assertThat(data.stillOpen(digits(50))).isEmpty();
            assertThat(data.of(digits(50), note -> {}).splits().train().size()).isEqualTo(45);
            assertThat(data.of(digits(40), note -> {}).fingerprint().words())
                    .isEqualTo(first.fingerprint().words());
        }
    }

    @Test
    void whatCannotBeOpenedIsNotKept() {
        try (KeptData data = new KeptData()) {
            DatasetConfig missing = dataset("{name: idx, path: nowhere/images}");
            assertThatThrownBy(() -> data.of(missing, note -> {}))
                    .isInstanceOf(EtudeException.class);
            assertThatThrownBy(() -> data.of(missing, note -> {}))
                    .isInstanceOf(EtudeException.class);
        }
    }

    private static DatasetConfig digits(int examples) {
        return dataset("{name: generated, examples: %d}".formatted(examples));
    }

    private static DatasetConfig dataset(String text) {
        return ConfigLoader.parse(CONFIG.formatted(text), "data.yaml", List.of()).dataset();
    }
}
