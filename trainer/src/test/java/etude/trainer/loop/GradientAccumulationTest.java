package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.EtudeException;
import etude.trainer.checkpoint.TensorView;
import org.junit.jupiter.api.Test;

class GradientAccumulationTest {
    private static final String CONFIG =
            """
            name: short
            dataset: {name: generated, examples: 200, image_size: 12, augment: [mixup]}
            model: {name: mlp, hidden: [16]}
            batch_size: 32
            max_train_steps: 10
            optimizer: {name: momentum, learning_rate: 0.05}
            gradient_clipping: {norm: 1.0}
            evaluation: {train_examples: 0, predictions: 0}
            """;

    @Test
    void passesAddUpToTheWholeBatch() {
        ShortTraining whole = ShortTraining.run(CONFIG);
        ShortTraining passes = ShortTraining.run(CONFIG, "gradient_accumulation=4");
        for (int step = 0; step < 10; step++) {
            assertThat(passes.losses.get(step)).isCloseTo(whole.losses.get(step), within(1e-5f));
            assertThat(passes.norms.get(step)).isCloseTo(whole.norms.get(step), within(1e-5f));
        }
        for (int i = 0; i < whole.end().parameters().size(); i++) {
            TensorView expected = whole.end().parameters().get(i);
            assertThat(ShortTraining.values(passes.end().parameters().get(i)))
                    .as(expected.name())
                    .containsExactly(ShortTraining.values(expected), within(1e-5f));
        }
    }

    @Test
    void passesMustBeEqual() {
        assertThatThrownBy(() -> ShortTraining.run(CONFIG, "gradient_accumulation=5"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("gradient_accumulation: must divide batch_size 32")
                .hasMessageContaining("found 5");
    }
}
