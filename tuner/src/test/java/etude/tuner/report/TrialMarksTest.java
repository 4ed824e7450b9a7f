package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.ChartData;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import org.junit.jupiter.api.Test;

final class TrialMarksTest {
    private static final double[] USUAL = {0.09, 0.05, 0.07, 0.04, 0.06, 0.08, 0.05, 0.045};

    @Test
    void aFewBadTrialsDoNotSqueezeTheOthers() {
        StudyRecord study = study(0.09, 0.05, 0.07, 0.04, 0.06, 0.9, 0.08, 0.05, 0.9, 0.045);
        TrialMarks marks = marks(study);
        assertThat(marks.axis().limits().high()).isBetween(0.1, 0.3);
        assertThat(marks.axis().limits().low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(marks.beyond()).startsWith(" 2 trials lie beyond the axis");
        assertThat(ChartData.of(history(study)).csv()).as("their values stay").contains(",5,0.9,");
    }

    @Test
    void trialsThatDifferLittleHaveAnAxisOfTheirOwnLength() {
        assertThat(marks(study(USUAL)).axis().limits()).isEqualTo(Axis.Limits.NONE);
        assertThat(marks(study(USUAL)).beyond()).isEmpty();
        assertThat(marks(study()).axis().limits()).isEqualTo(Axis.Limits.NONE);
    }

    @Test
    void theBestSoFarIsAStepAtEachTrialThatIsBetter() {
        Chart history = history(study(USUAL));
        Series.Staircase best = (Series.Staircase) history.series().get(0);
        assertThat(best.points()).extracting(Point::x).containsExactly(0.0, 1.0, 3.0, 8.0);
        assertThat(best.points()).extracting(Point::y).containsExactly(0.09, 0.05, 0.04, 0.04);
        Series.Failed failed = (Series.Failed) history.series().get(history.series().size() - 1);
        assertThat(failed.failures())
                .containsExactly(new Series.Failure(8, "trial 8: diverged", "8"));
    }

    private static Chart history(StudyRecord study) {
        return new TrialCharts(study, analysis(study)).history().orElseThrow();
    }

    private static TrialMarks marks(StudyRecord study) {
        return new TrialMarks(analysis(study).results());
    }

    private static Analysis analysis(StudyRecord study) {
        return Analysis.of(study, VerdictThresholds.defaults());
    }

    /** Trials that reach these errors, and a last one that diverges. */
    private static StudyRecord study(double... errors) {
        return SyntheticStudy.study()
                .range("optimizer.learning_rate", Role.NUISANCE, Scale.LOG, 1e-4, 1)
                .trials(
                        errors.length + 1,
                        i ->
                                i < errors.length
                                        ? Run.trial(i).learningRate(0.01).errors(2, e -> errors[i])
                                        : Run.trial(i)
                                                .learningRate(1)
                                                .infeasible(new Infeasible.Diverged(7)))
                .data();
    }
}
