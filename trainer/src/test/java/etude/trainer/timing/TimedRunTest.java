package etude.trainer.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.TestDevice;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TimedRunTest {
    private static final TimingRules QUICK = new TimingRules(0.5, 1, 0);
    private static final String CONFIG =
            """
            name: timed
            threads: 1
            dataset: {name: generated, examples: 100, validation_fraction: 0.2}
            model: {name: mlp, hidden: [8]}
            batch_size: 4
            max_train_steps: 3
            optimizer: {name: adam, learning_rate: 1000}
            polyak_decay: 0.9
            evaluation: {batch_size: 30}
            """;

    private static RunConfig config(String... overrides) {
        return ConfigLoader.parse(CONFIG, "test", List.of(overrides));
    }

    @Test
    void stepsGoOnBeyondTheEndOfTheRunAndDoNotDiverge() {
        try (TimedRun run = TimedRun.build(config(), TestDevice.name(), OptionalLong.empty())) {
            TimedOutcome outcome = run.training(QUICK);
            assertThat(outcome).isInstanceOf(TimedOutcome.Measured.class);
            Timing timing = ((TimedOutcome.Measured) outcome).timing();
            assertThat(timing.warmupSteps() + timing.steps()).isGreaterThan(10);
            assertThat(timing.seconds().median()).isPositive();
            assertThat(timing.dataWait()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void asManyStepsAsAskedForAreTrainedBetweenEvaluations() {
        try (TimedRun run = TimedRun.build(config(), TestDevice.name(), OptionalLong.empty())) {
            TimedOutcome outcome = run.training(new TimingRules(0.5, 0.01, 50));
            Timing timing = ((TimedOutcome.Measured) outcome).timing();
            assertThat(timing.steps()).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void evaluationBatchesMayBeLargerThanTheSplit() {
        try (TimedRun run = TimedRun.build(config(), TestDevice.name(), OptionalLong.empty())) {
            TimedOutcome outcome = run.evaluation(QUICK);
            assertThat(outcome).isInstanceOf(TimedOutcome.Measured.class);
            assertThat(((TimedOutcome.Measured) outcome).timing().steps()).isPositive();
        }
    }

    @Test
    void setupSaysWhatWasBuilt() {
        try (TimedRun run = TimedRun.build(config(), TestDevice.name(), OptionalLong.empty())) {
            Setup setup = run.setup();
            assertThat(setup.trainExamples()).isEqualTo(80);
            assertThat(setup.validationExamples()).isEqualTo(20);
            assertThat(setup.threads()).isEqualTo(1);
            assertThat(setup.gpu()).isEqualTo(TestDevice.device().isGpu());
            assertThat(setup.parameters()).isPositive();
        }
    }

    @Test
    void oneTrainingExampleIsTooFew() {
        RunConfig config = config("dataset.examples=2", "dataset.validation_fraction=0.5");
        assertThatThrownBy(() -> TimedRun.build(config, TestDevice.name(), OptionalLong.empty()))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("at least 2 training examples")
                .hasMessageContaining("found 1");
    }
}
