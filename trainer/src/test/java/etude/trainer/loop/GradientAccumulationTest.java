package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.EtudeException;
import etude.trainer.checkpoint.TensorView;
import java.util.List;
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

    /**
     * The mean over a batch is the mean of the means over its parts: so running means move as far
     * as without passes, and once in a step.
     */
    @Test
    void runningStatisticsMoveOnceInAStep() {
        String model = "model={name: mlp, hidden: [16], normalization: batch_norm}";
        List<String> steps = List.of("max_train_steps=1", "dataset.augment=[]");
        ShortTraining whole = ShortTraining.run(CONFIG, model, steps.get(0), steps.get(1));
        ShortTraining passes =
                ShortTraining.run(
                        CONFIG, model, steps.get(0), steps.get(1), "gradient_accumulation=4");
        assertThat(runningMeans(passes)).containsExactly(runningMeans(whole), within(1e-6f));
        assertThat(runningMeans(whole)).isNotEqualTo(new float[16]);
    }

    private static float[] runningMeans(ShortTraining training) {
        TensorView means =
                training.end().parameters().stream()
                        .filter(tensor -> tensor.name().matches(".*unning.?[mM]ean.*"))
                        .findFirst()
                        .orElseThrow();
        return ShortTraining.values(means);
    }

    @Test
    void passesMustBeEqual() {
        assertThatThrownBy(() -> ShortTraining.run(CONFIG, "gradient_accumulation=5"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("gradient_accumulation: must divide batch_size 32")
                .hasMessageContaining("found 5");
    }
}
