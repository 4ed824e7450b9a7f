package etude.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import etude.trainer.schedule.DecayShape.Constant;
import etude.trainer.schedule.DecayShape.Cosine;
import etude.trainer.schedule.DecayShape.Exponential;
import etude.trainer.schedule.DecayShape.InverseSqrt;
import etude.trainer.schedule.DecayShape.Linear;
import etude.trainer.schedule.DecayShape.Piecewise;
import etude.trainer.schedule.DecayShape.Polynomial;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
    /** Base 2, 4 steps of warmup, 2 of hold, 8 of decay; the values are those of steps 6 to 13. */
    static Stream<Arguments> valueTable() {
        return Stream.of(
                row(new Constant(), 2, 2, 2, 2, 2, 2, 2, 2),
                row(new Linear(0), 2, 1.75, 1.5, 1.25, 1, 0.75, 0.5, 0.25),
                row(new Linear(0.5), 2, 1.875, 1.75, 1.625, 1.5, 1.375, 1.25, 1.125),
                // 1 + cos(pi * s / 8)
                row(
                        new Cosine(0),
                        2,
                        1.923879532511287,
                        1.707106781186548,
                        1.382683432365090,
                        1,
                        0.617316567634910,
                        0.292893218813452,
                        0.076120467488713),
                row(
                        new Cosine(0.1),
                        2,
                        1.931491579260158,
                        1.736396103067893,
                        1.444415089128581,
                        1.1,
                        0.755584910871419,
                        0.463603896932107,
                        0.268508420739842),
                // 2 * (1 - s / 8)^2
                row(new Polynomial(0, 2), 2, 1.53125, 1.125, 0.78125, 0.5, 0.28125, 0.125, 0.03125),
                // 0.5 + 1.5 * (1 - s / 8)^3
                row(
                        new Polynomial(0.25, 3),
                        2,
                        1.5048828125,
                        1.1328125,
                        0.8662109375,
                        0.6875,
                        0.5791015625,
                        0.5234375,
                        0.5029296875),
                // 2 * (1 / 16)^(s / 8) = 2 / sqrt(2)^s
                row(
                        new Exponential(1 / 16.0),
                        2,
                        1.414213562373095,
                        1,
                        0.707106781186548,
                        0.5,
                        0.353553390593274,
                        0.25,
                        0.176776695296637),
                // 2 * sqrt(4 / (4 + s))
                row(
                        new InverseSqrt(4),
                        2,
                        1.788854381999832,
                        1.632993161855452,
                        1.511857892036909,
                        1.414213562373095,
                        1.333333333333333,
                        1.264911064067352,
                        1.206045378311055),
                row(
                        new InverseSqrt(1),
                        2,
                        1.414213562373095,
                        1.154700538379252,
                        1,
                        0.894427190999916,
                        0.816496580927726,
                        0.755928946018454,
                        0.707106781186548),
                row(
                        new Piecewise(List.of(3L, 6L), List.of(0.5, 0.05)),
                        2,
                        2,
                        2,
                        1,
                        1,
                        1,
                        0.1,
                        0.1));
    }

    private static Arguments row(DecayShape shape, double... values) {
        return arguments(shape, values);
    }

    @ParameterizedTest
    @MethodSource
    void valueTable(DecayShape shape, double[] decay) {
        Schedule schedule = new Schedule(2, 4, 2, 10, shape);
        double[] rates =
                Stream.iterate(0, s -> s + 1).limit(14).mapToDouble(schedule::at).toArray();

        assertThat(schedule.totalSteps()).isEqualTo(14);
        assertThat(rates).startsWith(0.5, 1.0, 1.5, 2.0, 2.0, 2.0); // warmup, then hold
        assertThat(Arrays.copyOfRange(rates, 6, 14)).containsExactly(decay, offset(1e-15));
    }

    @ParameterizedTest
    @MethodSource("valueTable")
    void holdMovesTheDecayAndWarmupMovesBoth(DecayShape shape, double[] decay) {
        Schedule plain = new Schedule(2, 0, 0, 8, shape);
        Schedule held = new Schedule(2, 0, 5, 13, shape);

        for (int step = 0; step < 8; step++) {
            assertThat(plain.at(step)).isEqualTo(held.at(step + 5));
            assertThat(plain.at(step)).isCloseTo(decay[step], offset(1e-15));
        }
        assertThat(held.at(4)).isEqualTo(2);
    }

    @Test
    void holdingForTheWholeRunNeverDecays() {
        assertThat(new Schedule(1, 0, 10, 10, new Linear(0)).at(9)).isEqualTo(1);
    }

    @Test
    void warmupIsPrependedToMaxTrainSteps() {
        assertThat(new Schedule(1, 1_000, 0, 10_000, new Linear(0)).totalSteps()).isEqualTo(11_000);
    }

    @Test
    void aHoldLongerThanTheRunIsRefused() {
        assertThatThrownBy(() -> new Schedule(1, 0, 11, 10, new Linear(0)))
                .hasMessageContaining("hold_steps must be at most max_train_steps 10, found 11");
    }
}
