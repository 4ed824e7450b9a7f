package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.chart.AxisScale;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What decided a study, in one plot. */
final class DecidingPlotTest {
    private static List<Point> points(Chart chart, String name) {
        return chart.series().stream()
                .filter(series -> series.name().equals(name))
                .flatMap(series -> ((Series.OfPoints) series).points().stream())
                .toList();
    }

    @Test
    void comparedConfigurationsStandSideBySideWithTheNoiseOfTheBestOfEach() {
        StudyResults results =
                SyntheticStudy.study()
                        .arms("schedule.decay=constant", "schedule.decay=cosine")
                        .trial(Run.trial(0).arm(0).errors(2, e -> 0.09))
                        .trial(Run.trial(1).arm(1).errors(2, e -> 0.06))
                        .trial(Run.trial(2).arm(0).errors(2, e -> 0.08))
                        .trial(Run.trial(3).arm(1).infeasible(new Infeasible.Diverged(7)))
                        .rerun(2, 0.08, 0.1)
                        .rerun(1, 0.06)
                        .results();
        Chart chart = DecidingPlot.of(results, "round-1").orElseThrow();
        assertThat(chart.id()).isEqualTo("round-1");
        assertThat(((AxisScale.Category) chart.x().scale()).names()).hasSize(2);
        assertThat(points(chart, "Best trial"))
                .singleElement()
                .satisfies(
                        best -> {
                            assertThat(best.x()).isEqualTo(1);
                            assertThat(best.y()).isEqualTo(0.06);
                        });
        assertThat(points(chart, "Trials")).extracting(Point::y).containsExactly(0.08, 0.09);
        assertThat(points(chart, "Mean of reruns, with the deviation of one"))
                .as("two reruns with other seeds tell a deviation, one does not")
                .singleElement()
                .satisfies(
                        mean -> {
                            assertThat(mean.x()).isZero();
                            assertThat(mean.y()).isCloseTo(0.09, within(1e-12));
                            assertThat(mean.interval().orElseThrow().high())
                                    .isCloseTo(0.09 + Math.sqrt(2) / 100, within(1e-12));
                        });
        assertThat(chart.series())
                .filteredOn(Series.Failed.class::isInstance)
                .flatExtracting(series -> ((Series.Failed) series).failures())
                .containsExactly(new Series.Failure(1, "trial 3: diverged", ""));
    }

    @Test
    void whereNothingIsComparedTheFirstHyperparameterIsTheAxis() {
        StudyResults results =
                SyntheticStudy.study()
                        .range("optimizer.learning_rate", Role.NUISANCE, Scale.LOG, 1e-4, 1)
                        .trials(
                                3,
                                i ->
                                        Run.trial(i)
                                                .learningRate(Math.pow(10, -i))
                                                .errors(2, e -> 0.1 - 0.01 * i))
                        .results();
        Chart chart = DecidingPlot.of(results, "round-2").orElseThrow();
        assertThat(chart.x().scale()).isEqualTo(new AxisScale.Log(10));
        assertThat(points(chart, "Best trial")).extracting(Point::x).containsExactly(0.01);
        assertThat(points(chart, "Trials"))
                .as("on a page of many studies no number of a trial is a key")
                .allMatch(point -> point.key().isEmpty());
    }

    @Test
    void nothingIsDrawnBeforeATrialHasEnded() {
        assertThat(DecidingPlot.of(SyntheticStudy.study().results(), "round-1")).isEmpty();
    }
}
