package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.TestDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolyakAverageTest {
    private static final String CONFIG =
            """
            name: short
            dataset: {name: generated, examples: 200, image_size: 12}
            model: {name: mlp, hidden: [16], normalization: batch_norm}
            batch_size: 32
            max_train_steps: 10
            optimizer: {name: sgd, learning_rate: 0.05}
            evaluation: {train_examples: 0, predictions: 0}
            """;

    @Test
    void hundredUpdatesEqualTheFormulaInFloat64() {
        try (NDManager manager = TestDevice.manager()) {
            FlatVectors trained =
                    new FlatVectors(manager.create(new double[2]), manager.create(new double[1]));
            double[] expected = {0, 0, 0};
            try (PolyakAverage average = new PolyakAverage(manager, trained, 0.9)) {
                for (int t = 0; t < 100; t++) {
                    double[] values = {Math.sin(t), t};
                    trained.weights().set(values);
                    trained.statistics().set(new double[] {-t});
                    average.update(t);
                    double d = Math.min(0.9, (1 + t) / (10.0 + t));
                    expected[0] = d * expected[0] + (1 - d) * Math.sin(t);
                    expected[1] = d * expected[1] + (1 - d) * t;
                    expected[2] = d * expected[2] + (1 - d) * -t;
                }
                assertThat(average.averaged().weights().toDoubleArray())
                        .containsExactly(new double[] {expected[0], expected[1]}, within(1e-12));
                assertThat(average.averaged().statistics().toDoubleArray())
                        .containsExactly(new double[] {expected[2]}, within(1e-12));
            }
        }
    }

    @Test
    void theAverageIsSavedAsParametersAndTheWeightsInTrainingAsState() {
        ShortTraining plain = ShortTraining.run(CONFIG);
        ShortTraining averaged = ShortTraining.run(CONFIG, "polyak_decay=0.5");
        assertThat(averaged.losses).as("training is the same").isEqualTo(plain.losses);
        assertThat(averaged.end().state())
                .extracting(tensor -> tensor.name())
                .isEqualTo(List.of("training.weights", "training.statistics"));
        assertThat(plain.end().state()).isEmpty();
        assertThat(ShortTraining.values(averaged.end().parameters().get(0)))
                .isNotEqualTo(ShortTraining.values(plain.end().parameters().get(0)));
    }
}
