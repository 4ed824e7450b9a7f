package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.metrics.Measurement;
import etude.tuner.chart.Point;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ThinnedTest {
    private static final double[] X = IntStream.rangeClosed(1, 1200).asDoubleStream().toArray();

    @Test
    void aSpikeStaysAndWhatIsNotFiniteIsLeftOut() {
        double[] y = new double[1200];
        y[700] = 9;
        y[0] = Double.NaN;
        y[1] = Double.NaN;
        y[2] = Double.POSITIVE_INFINITY;
        List<Point> points = Thinned.largest(X, y);
        assertThat(points).hasSize(399);
        assertThat(points).extracting(Point::x).startsWith(4.0, 7.0);
        assertThat(points).extracting(Point::y).contains(9.0);
    }

    @Test
    void neighboursAreAveraged() {
        double[] y = IntStream.range(0, 1200).mapToDouble(i -> i % 3).toArray();
        assertThat(Thinned.mean(X, y)).hasSize(400).allMatch(point -> point.y() == 1);
    }

    @Test
    void fewPointsStayAsTheyAre() {
        assertThat(Thinned.mean(new double[] {5, 6}, new double[] {1, 2}))
                .containsExactly(Point.of(5, 1), Point.of(6, 2));
    }

    @Test
    void stepsCountFromOneAndALogarithmicAxisGetsPositiveValuesOnly() {
        assertThat(Thinned.largestPositive(new float[] {2, 0, -1, Float.NaN, 4}))
                .containsExactly(Point.of(1, 2), Point.of(5, 4));
    }

    @Test
    void aMetricStandsAtTheStepsOfTheMeasurementsThatHaveIt() {
        List<Measurement> measurements =
                List.of(
                        new Measurement(1, Map.of("train/loss", 3.0)),
                        new Measurement(2, Map.of("validation/loss", 2.0)),
                        new Measurement(3, Map.of("train/loss", Double.NaN)));
        assertThat(Thinned.mean(measurements, "train/loss")).containsExactly(Point.of(1, 3));
        assertThat(Thinned.mean(measurements, "validation/loss")).containsExactly(Point.of(2, 2));
    }
}
