package etude.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.trainer.config.ScheduleConfig.Decay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({
        "CONSTANT, 0.1, 0, 0.5", // first warmup step: base / 4
        "CONSTANT, 0.1, 3, 2.0", // last warmup step reaches the base
        "CONSTANT, 0.1, 4, 2.0",
        "CONSTANT, 0.1, 13, 2.0",
        "LINEAR, 0.0, 3, 2.0",
        "LINEAR, 0.0, 4, 2.0", // hold
        "LINEAR, 0.0, 6, 2.0", // decay starts here
        "LINEAR, 0.0, 8, 1.5", // a quarter of 8
        "LINEAR, 0.0, 10, 1.0", // half
        "LINEAR, 0.0, 13, 0.25", // last step
        "LINEAR, 0.5, 10, 1.5",
        "COSINE, 0.0, 6, 2.0",
        "COSINE, 0.0, 8, 1.70710678118654752", // 1 + cos(pi / 4)
        "COSINE, 0.0, 10, 1.0",
        "COSINE, 0.0, 12, 0.29289321881345248", // 1 + cos(3 pi / 4)
        "COSINE, 0.1, 10, 1.1"
    })
    void valueTable(Decay decay, double endFactor, long step, double expected) {
        Schedule schedule = new Schedule(2.0, 4, 2, 10, decay, endFactor);
        assertThat(schedule.at(step)).isCloseTo(expected, within(1e-15));
    }

    @Test
    void warmupIsPrependedToMaxTrainSteps() {
        assertThat(new Schedule(1, 1_000, 0, 10_000, Decay.LINEAR, 0).totalSteps())
                .isEqualTo(11_000);
    }

    @Test
    void aHoldLongerThanTheRunIsRefused() {
        assertThatThrownBy(() -> new Schedule(1, 0, 11, 10, Decay.LINEAR, 0))
                .hasMessageContaining("hold_steps must be at most max_train_steps 10, found 11");
    }
}
