package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "2000, 2000",
        "10 epochs, 10",
        "1 epoch, 1",
        "0.5 epochs, 1",
        "3 epochs, 3",
        "1000 examples, 10",
        "1001 examples, 11",
        "5%, 10",
        "0.1%, 1",
        "7%, 14",
    })
    void durationsBecomeSteps(String text, long steps) {
        Duration duration = Configs.minimal("checkpoints.every=" + text).checkpoints().every();

        assertThat(Durations.steps(duration, 100, 100, 200)).isEqualTo(Math.max(steps, 1));
    }

    @Test
    void epochsRoundUpToWholeSteps() {
        assertThat(Durations.steps(new Duration(10, Duration.Unit.EPOCHS), 128, 54000, 0))
                .isEqualTo(4219);
        assertThat(Durations.steps(new Duration(0.1, Duration.Unit.EPOCHS), 1, 30, 0)).isEqualTo(3);
    }

    @Test
    void warmupIsPrependedAndIntervalsAreAtLeastOneStep() {
        RunConfig config =
                Configs.minimal(
                        "max_train_steps=10000",
                        "schedule={warmup_steps: 10%, hold_steps: 20%}",
                        "evaluation.every=0",
                        "logging.every=1 examples");
        ResolvedDurations durations = Durations.resolve(config, 9000);

        assertThat(durations)
                .isEqualTo(new ResolvedDurations(10000, 1000, 2000, 1000, List.of(), 1, 500, 1));
        assertThat(durations.totalSteps()).isEqualTo(11000);
    }

    @Test
    void holdingLongerThanTheRunIsRefused() {
        RunConfig config = Configs.minimal("schedule.hold_steps=2001");

        assertThatThrownBy(() -> Durations.resolve(config, 9000))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "schedule.hold_steps: expected at most max_train_steps (2000 steps), found 2001 steps");
    }

    @Test
    void timescaleIsTheWarmupUnlessGivenAndAtLeastOneStep() {
        String[] schedules = {
            "schedule={decay: inverse_sqrt, warmup_steps: 300}",
            "schedule={decay: inverse_sqrt, warmup_steps: 300, timescale: 2%}",
            "schedule={decay: inverse_sqrt}"
        };
        assertThat(schedules)
                .extracting(s -> Durations.resolve(Configs.minimal(s), 9000).timescale())
                .containsExactly(300L, 40L, 1L);
    }

    @Test
    void boundariesAreConvertedAndMustAscend() {
        String schedule = "schedule={decay: piecewise, factors: [0.1, 0.01], boundaries: %s}";
        RunConfig ascending = Configs.minimal(schedule.formatted("[50%, 1500]"));
        RunConfig equal = Configs.minimal(schedule.formatted("[50%, 1000]"));

        assertThat(Durations.resolve(ascending, 9000).boundaries()).containsExactly(1000L, 1500L);
        assertThatThrownBy(() -> Durations.resolve(equal, 9000))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "schedule.boundaries: expected ascending durations of at least 1 step, found [1000, 1000] in steps");
    }

    @Test
    void boundaryBeyondTheEndBringsAdvice() {
        RunConfig config =
                Configs.minimal(
                        "schedule={decay: piecewise, hold_steps: 500, factors: [0.1], boundaries: [1500]}");

        assertThat(Durations.resolve(config, 9000).advice(config))
                .containsExactly(
                        "schedule.boundaries: the run ends 1500 steps after warmup and hold, so the boundary at 1500 changes nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "100, ''",
        "101, may need to increase",
        "200, may need to increase",
        "201, too long"
    })
    void longWarmupBringsAdvice(int warmup, String advice) {
        RunConfig config = Configs.minimal("schedule.warmup_steps=" + warmup);

        assertThat(String.join("", Durations.resolve(config, 9000).advice(config)))
                .contains(advice);
        assertThat(Durations.resolve(config, 9000).advice(config))
                .hasSize(advice.isEmpty() ? 0 : 1);
    }

    @Test
    void smallEvaluationBatchBringsAdvice() {
        RunConfig config = Configs.minimal("evaluation.batch_size=64");

        assertThat(Durations.resolve(config, 9000).advice(config))
                .containsExactly(
                        "evaluation.batch_size is 64, smaller than batch_size (128): evaluation needs less memory, so a larger batch is faster");
    }
}
