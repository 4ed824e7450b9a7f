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
        assertThat(found.period()).isCloseTo(6, within(0.1));
        assertThat(found.correlation()).isGreaterThan(0.6);
    }

    @Test
    void everySecondEvaluationIsAPeriod() {
        assertThat(Periodicity.of(series(40, i -> i % 2), 0.5).orElseThrow().period())
                .isCloseTo(2, within(0.05));
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
                                                        0.7)
                                                .isPresent())
                        .count();
        assertThat(alarms).isLessThanOrEqualTo(5);
    }

    /** A rise for one evaluation in 8 has waves of 4 and 2.67 evaluations as well. */
    @Test
    void theShapeOfAPeriodIsNoMatter() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = series(120, i -> (i % 8 == 0 ? 1 : 0) + 0.1 * random.nextGaussian());
        assertThat(Periodicity.of(values, 0.7).orElseThrow().period()).isCloseTo(8, within(0.2));
    }

    @Test
    void aPeriodMayBeBroken() {
        double[] values = series(100, i -> Math.sin(2 * Math.PI * i / 12.4));
        assertThat(Periodicity.of(values, 0.7).orElseThrow().period()).isCloseTo(12.4, within(0.3));
    }

    /** Each value remembers 0.9 of the one before. */
    @Test
    void wanderingIsNoPeriod() {
        SplittableRandom random = new SplittableRandom(2);
        long alarms =
                IntStream.range(0, 100)
                        .filter(
                                r -> {
                                    double[] walk = new double[80];
                                    for (int i = 1; i < walk.length; i++) {
                                        walk[i] = 0.9 * walk[i - 1] + random.nextGaussian();
                                    }
                                    return Periodicity.of(walk, 0.7).isPresent();
                                })
                        .count();
        assertThat(alarms).isLessThanOrEqualTo(5);
    }

    /** Pearson of (1, 2, 3) with (2, 3, 5): 3 over the root of 2 times 14/3. */
    @Test
    void correlationByHand() {
        assertThat(Periodicity.pearson(new double[] {1, 2, 3}, new double[] {2, 3, 5}))
                .isCloseTo(3 / Math.sqrt(2 * 14 / 3.0), within(1e-12));
    }

    @Test
    void aRiseIsMeasuredAgainstTheWholeFall() {
        LossRise rise =
                LossRise.of(new double[] {4, 3.5, 3, 2.5, 2, 1.5, 1, 0.5, 1.1, 1.1, 0.4})
                        .orElseThrow();
        assertThat(rise.share()).isCloseTo(0.6 / 3.6, within(1e-12));
        assertThat(rise.from()).isEqualTo(0.5);
        assertThat(rise.to()).isEqualTo(1.1);
        assertThat(rise.at()).isCloseTo(8 / 11.0, within(1e-12));
        assertThat(rise.lasting()).isFalse();
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
        EarlySpike spike = EarlySpike.of(losses, 500, 0).orElseThrow();
        assertThat(spike.start()).isEqualTo(2);
        assertThat(spike.peak()).isEqualTo(8);
        assertThat(spike.peakStep()).isEqualTo(11);
        assertThat(spike.from()).isEqualTo(11);
        assertThat(spike.to()).isEqualTo(30);
        assertThat(EarlySpike.of(losses, 9, 0)).isEmpty();
    }
}
