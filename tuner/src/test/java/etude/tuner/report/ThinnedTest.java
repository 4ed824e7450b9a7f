package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.metrics.Measurement;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ThinnedTest {
    private static final double[] X = IntStream.rangeClosed(1, 1200).asDoubleStream().toArray();

    @Test
    void aSpikeStaysAndWhatIsNotFiniteIsLeftOut() {
        float[] y = new float[1200];
        y[700] = 9;
        y[701] = -3;
        y[0] = Float.NaN;
        y[1] = Float.NaN;
        y[2] = Float.POSITIVE_INFINITY;
        Series.Trace trace = Thinned.trace("loss", Series.Role.DATA, "7", y);
        assertThat(trace.stride()).isEqualTo(3);
        assertThat(trace.mean()).hasSize(400).startsWith(Double.NaN, 0).contains(2);
        assertThat(trace.highest()).contains(9);
        assertThat(trace.lowest()).contains(-3);
        assertThat(trace.step(233)).isEqualTo(700);
        assertThat(Thinned.explanation(List.of(trace))).contains("each 3 neighbouring steps");
        assertThat(Thinned.axis("Loss", List.of(trace))).isEqualTo(Axis.linear("Loss", ""));
    }

    @Test
    void fewStepsStayAsTheyAre() {
        Series.Trace trace = Thinned.trace("loss", Series.Role.DATA, "7", new float[] {2, 1});
        assertThat(trace.lowest()).isEqualTo(trace.highest()).containsExactly(2, 1);
        assertThat(Thinned.explanation(List.of(trace))).isEqualTo("Each step is drawn.");
        assertThat(Thinned.axis("Loss", List.of(trace))).isEqualTo(Axis.powersOfTen("Loss", ""));
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
