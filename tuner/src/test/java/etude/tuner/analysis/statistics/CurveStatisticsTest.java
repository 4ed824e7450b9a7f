package etude.tuner.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CurveStatisticsTest {
    private static double[] series(int count, IntToDoubleFunction f) {
        return IntStream.range(0, count).mapToDouble(f).toArray();
    }

    @Test
    void aPeriodOnATrendIsFound() {
        double[] values = series(60, i -> 1.0 / (1 + i) + 0.01 * Math.sin(2 * Math.PI * i / 6.0));
        Periodicity found = Periodicity.of(values, 0.5).orElseThrow();
        assertThat(found.period()).isEqualTo(6);
        assertThat(found.correlation()).isGreaterThan(0.6);
    }

    @Test
    void everySecondEvaluationIsAPeriod() {
        assertThat(Periodicity.of(series(40, i -> i % 2), 0.5).orElseThrow().period()).isEqualTo(2);
    }

    @Test
    void aSmoothCurveHasNoPeriod() {
        assertThat(Periodicity.of(series(100, i -> Math.exp(-i / 20.0)), 0.5)).isEmpty();
    }

    /** The false alarms of noise around a falling curve: none in 500. */
    @Test
    void noiseHasNoPeriod() {
        SplittableRandom random = new SplittableRandom(5);
        long alarms =
                IntStream.range(0, 500)
                        .filter(
                                r ->
                                        Periodicity.of(
                                                        series(
                                                                40,
                                                                i ->
                                                                        1.0 / (1 + i)
                                                                                + random
                                                                                        .nextDouble()),
                                                        0.5)
                                                .isPresent())
                        .count();
        assertThat(alarms).isLessThanOrEqualTo(5);
    }

    /** Pearson of (1, 2, 3) about the mean 2.5 with (2, 3, 4): 0.75 -0.25 + 0.75 over 2.75. */
    @Test
    void correlationByHand() {
        assertThat(Periodicity.correlation(new double[] {1, 2, 3, 4}, 1))
                .isCloseTo(1.25 / 2.75, within(1e-12));
    }

    @Test
    void aRiseIsMeasuredAgainstTheWholeFall() {
        LossRise rise = LossRise.of(new double[] {2, 1, 0.5, 1.1, 0.4}).orElseThrow();
        assertThat(rise.share()).isCloseTo(0.6 / 1.6, within(1e-12));
        assertThat(rise.from()).isEqualTo(0.5);
        assertThat(rise.to()).isEqualTo(1.1);
        assertThat(rise.at()).isCloseTo(0.6, within(1e-12));
        assertThat(LossRise.of(new double[] {3, 2, 1, 1, 0.5}).orElseThrow().share()).isZero();
        assertThat(LossRise.of(new double[] {1, 2, 3, 4})).isEmpty();
    }

    @Test
    void noiseBetweenStepsIsNoRise() {
        SplittableRandom random = new SplittableRandom(1);
        double[] losses = series(2000, i -> 2 * Math.exp(-i / 300.0) + 0.2 * random.nextDouble());
        assertThat(LossRise.of(losses).orElseThrow().share()).isLessThan(0.02);
    }

    @Test
    void anEarlySpikeHasAPlace() {
        float[] losses = new float[100];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = i >= 10 && i < 30 ? 8 : 2;
        }
        EarlySpike spike = EarlySpike.of(losses, 500).orElseThrow();
        assertThat(spike.start()).isEqualTo(2);
        assertThat(spike.peak()).isEqualTo(8);
        assertThat(spike.peakStep()).isEqualTo(11);
        assertThat(spike.from()).isEqualTo(11);
        assertThat(spike.to()).isEqualTo(30);
        assertThat(EarlySpike.of(losses, 9)).isEmpty();
    }
}
