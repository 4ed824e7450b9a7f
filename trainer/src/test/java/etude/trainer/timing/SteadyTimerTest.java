package etude.trainer.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Steps whose times are known, on a clock that only they move. */
final class SteadyTimerTest {
    private static final double WIDTH = 0.05;

    private static final class Steps implements StepSource {
        /** By the step's number, from 0. */
        private final IntToDoubleFunction secondsOfStep;

        private final double waiting;
        private int step;
        private double clock;

        Steps(double waiting, IntToDoubleFunction secondsOfStep) {
            this.waiting = waiting;
            this.secondsOfStep = secondsOfStep;
        }

        @Override
        public void run(int steps) {
            for (int i = 0; i < steps; i++) {
                clock += secondsOfStep.applyAsDouble(step++);
            }
        }

        @Override
        public long waitedNanoseconds() {
            return (long) (waiting * clock * 1e9);
        }

        Timing time(double limit) {
            return time(limit, 0);
        }

        Timing time(double limit, int leastSteps) {
            return new SteadyTimer(
                            this,
                            new TimingRules(WIDTH, limit, leastSteps),
                            () -> (long) (clock * 1e9))
                    .time();
        }
    }

    @Test
    void equalStepsNeedTheFewestBlocks() {
        Timing timing = new Steps(0.25, step -> 0.01).time(60);
        assertThat(timing.steady()).isTrue();
        assertThat(timing.blocks()).isEqualTo(10);
        assertThat(timing.steps()).isEqualTo(100);
        assertThat(timing.seconds().median()).isCloseTo(0.01, within(1e-6));
        assertThat(timing.meanSeconds()).isCloseTo(0.01, within(1e-6));
        assertThat(timing.dataWait()).isCloseTo(0.25, within(1e-3));
    }

    @Test
    void slowStepsAtTheStartAreNotMeasured() {
        Timing timing = new Steps(0, step -> 0.2 + 2 * Math.pow(0.9, step)).time(60);
        assertThat(timing.steady()).isTrue();
        assertThat(timing.warmupSteps()).isGreaterThan(25);
        assertThat(timing.seconds().high()).isBetween(0.2, 0.25);
    }

    @Test
    void timesThatDifferAreMeasuredUntilTheIntervalIsNarrow() {
        Timing timing = new Steps(0, step -> 0.2 * (1 + 0.2 * Math.sin(step))).time(600);
        assertThat(timing.blocks()).isGreaterThan(10);
        assertThat(timing.seconds().relativeWidth()).isLessThanOrEqualTo(WIDTH);
        assertThat(timing.slowestSeconds()).isBetween(0.22, 0.24);
    }

    @Test
    void timesThatStayWideEndAtTheLimit() {
        Timing timing = new Steps(0, step -> step % 2 == 0 ? 0.2 : 0.6).time(20);
        assertThat(timing.seconds().relativeWidth()).isGreaterThan(WIDTH);
        assertThat(timing.steps() * timing.meanSeconds()).isBetween(20.0, 20.7);
    }

    @Test
    void timesThatNeverSettleAreMeasuredAndSaidToBeUnsteady() {
        Timing timing = new Steps(0, step -> 0.1 * Math.pow(1.1, step)).time(10);
        assertThat(timing.steady()).isFalse();
    }

    @Test
    void stepsFarSlowerThanTheLimitAreMeasuredOnceOrTwice() {
        Timing timing = new Steps(0, step -> 100.0).time(10);
        assertThat(timing.blocks()).isEqualTo(1);
        assertThat(timing.seconds()).isEqualTo(new MedianInterval(100, 100, 100));
    }

    @Test
    void stepsThatAreAskedForAreMeasuredHoweverLongTheyTake() {
        assertThat(new Steps(0, step -> 100.0).time(10, 200).steps()).isEqualTo(200);
        assertThat(new Steps(0, step -> 0.01).time(60, 200).steps()).isEqualTo(200);
    }
}
