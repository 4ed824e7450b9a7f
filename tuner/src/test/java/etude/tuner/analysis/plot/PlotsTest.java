package etude.tuner.analysis.plot;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.plot.AxisPlot.Point.Mark;
import etude.tuner.analysis.statistics.Histogram;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class PlotsTest {
    private static Plots plots(SyntheticStudy study) {
        return study.analysis().plots();
    }

    @Test
    void axisPlotsMarkTheBestThreeOfEachArmAndTheInfeasible() {
        Plots plots =
                plots(
                        study().arms("x=a", "x=b")
                                .learningRate()
                                .trials(
                                        10,
                                        i ->
                                                trial(i).arm(i % 2)
                                                        .learningRate(Math.pow(10, -3 + 0.3 * i))
                                                        .errors(0.1 + 0.01 * i))
                                .trial(
                                        trial(10)
                                                .learningRate(1)
                                                .infeasible(new Infeasible.Diverged(7))));
        assertThat(plots.axes()).hasSize(2);
        AxisPlot first = plots.axes().get(0);
        assertThat(first.marked(Mark.BEST))
                .extracting(AxisPlot.Point::trial)
                .containsExactly(0, 2, 4);
        assertThat(first.marked(Mark.FEASIBLE))
                .extracting(AxisPlot.Point::trial)
                .containsExactly(6, 8);
        assertThat(first.marked(Mark.INFEASIBLE)).singleElement().isEqualTo(first.points().get(5));
        assertThat(first.points().get(1).coordinate()).isCloseTo(0.2, within(1e-12));
        assertThat(first.points().get(5).coordinate()).isCloseTo(1, within(1e-12));
        assertThat(first.points().get(5).objective()).isEmpty();
    }

    @Test
    void conditionalHyperparametersHaveOnlyTheirTrials() {
        Plots plots =
                plots(
                        study().learningRate()
                                .range("dropout", Role.NUISANCE, Scale.LINEAR, 0, 1)
                                .trial(trial(0).learningRate(0.1).errors(0.5))
                                .trial(
                                        trial(1).learningRate(0.1)
                                                .with("dropout", 0.5)
                                                .errors(0.4)));
        assertThat(plots.axes().get(0).points()).hasSize(2);
        assertThat(plots.axes().get(1).points()).hasSize(1);
    }

    /** Adam 0.2, 0.3, infeasible, infeasible; sgd 0.1, 0.4. Of 4 halves of 2: see below. */
    @Test
    void isolationPlotsCompareAtTheSmallestCount() {
        IsolationPlot plot =
                plots(
                                study().choices("optimizer.name", Role.SCIENTIFIC, "sgd", "adam")
                                        .trial(trial(0).with("optimizer.name", "adam").errors(0.3))
                                        .trial(trial(1).with("optimizer.name", "adam").errors(0.2))
                                        .trial(
                                                trial(2).with("optimizer.name", "adam")
                                                        .infeasible(new Infeasible.Diverged(7)))
                                        .trial(
                                                trial(3).with("optimizer.name", "adam")
                                                        .infeasible(new Infeasible.Diverged(7)))
                                        .trial(trial(4).with("optimizer.name", "sgd").errors(0.4))
                                        .trial(trial(5).with("optimizer.name", "sgd").errors(0.1)))
                        .isolations()
                        .get(0);
        assertThat(plot.points())
                .extracting(IsolationPlot.Point::label)
                .containsExactly("sgd", "adam");
        IsolationPlot.Point adam = plot.points().get(1);
        assertThat(adam.trials()).isEqualTo(4);
        assertThat(adam.infeasible()).isEqualTo(2);
        assertThat(adam.best()).hasValue(0.2);
        assertThat(adam.bestTrial()).hasValue(1);
        // 3 of the 6 pairs hold 0.2, 2 more 0.3, 1 nothing feasible
        assertThat(adam.atEqualCount()).hasValue(0.2);
        assertThat(adam.searchLuck().better()).hasValue(0.2);
        assertThat(adam.searchLuck().worse()).isEmpty();
        IsolationPlot.Point sgd = plot.points().get(0);
        assertThat(sgd.atEqualCount()).hasValue(0.1);
        assertThat(sgd.searchLuck().better()).hasValue(0.1);
        assertThat(sgd.searchLuck().worse()).hasValue(0.4);
    }

    /** 20 values, even on the log scale: 4 buckets of 5 are the finest that hold 5 each. */
    @Test
    void continuaAreCutIntoBucketsOnTheirScale() {
        IsolationPlot plot =
                plots(
                                study().range("weight_decay", Role.SCIENTIFIC, Scale.LOG, 1e-4, 1)
                                        .trials(
                                                20,
                                                i ->
                                                        trial(i).with(
                                                                        "weight_decay",
                                                                        Math.pow(
                                                                                10,
                                                                                -4
                                                                                        + 0.2
                                                                                                * (i
                                                                                                        + 0.5)))
                                                                .errors(
                                                                        0.1
                                                                                + 0.01
                                                                                        * Math.abs(
                                                                                                i
                                                                                                        - 7))))
                        .isolations()
                        .get(0);
        assertThat(plot.points())
                .extracting(IsolationPlot.Point::label)
                .containsExactly("0.0001 to 0.001", "0.001 to 0.01", "0.01 to 0.1", "0.1 to 1");
        assertThat(plot.points()).extracting(IsolationPlot.Point::trials).containsOnly(5);
        assertThat(plot.points().get(1).best()).hasValue(0.1);
    }

    @Test
    void budgetsGoUpToTheTrialsThereAre() {
        BudgetPlot plot =
                plots(study().trials(8, i -> trial(i).errors(0.1 * (i + 1)))).budgets().get(0);
        assertThat(plot.boxes()).hasSize(8);
        assertThat(plot.boxes().get(0).median()).hasValue(0.1 * 4);
        // 1 - (7/8)^8 = 0.66 of the draws hold the best, 0.90 one of the two best
        assertThat(plot.boxes().get(7).median()).hasValue(0.1);
        assertThat(plot.boxes().get(7).best75()).hasValue(0.2);
    }

    @Test
    void budgetsOfManyTrialsAreSpreadByRatios() {
        BudgetPlot plot =
                plots(study().trials(250, i -> trial(i).errors(0.1 * (i + 1)))).budgets().get(0);
        assertThat(plot.boxes())
                .extracting(BudgetPlot.Box::trials)
                .containsExactly(1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 250);
    }

    @Test
    void importanceNeedsTenTrialsPerDimension() {
        assertThat(importance(19)).hasSize(1);
        assertThat(importance(19).get(0).caveat())
                .isEqualTo(
                        "Too few trials: 2 hyperparameters need 20 feasible trials, and there are 19.");
        assertThat(importance(20))
                .extracting(ImportancePlot::name)
                .containsExactly("functional ANOVA", "PED-ANOVA");
    }

    @Test
    void bothMethodsSayWhatChanceGives() {
        for (ImportancePlot plot : importance(20)) {
            ImportancePlot.Share first = plot.shares().get(0);
            assertThat(first.hyperparameter().path()).isEqualTo("optimizer.learning_rate");
            assertThat(first.share()).isGreaterThan(0.6);
            assertThat(first.beyondChance()).isTrue();
            assertThat(plot.shares().get(1).beyondChance()).as(plot.shares().toString()).isFalse();
            assertThat(plot.caveat())
                    .endsWith(
                            " Chance gives as much to hyperparameters that do not matter: dropout.");
        }
    }

    /** Only where the optimizer is Adam there is a beta1, and it decides. */
    @Test
    void aConditionalHyperparameterIsMeasuredWhereItExists() {
        List<ImportancePlot> plots =
                plots(
                                study().choices("optimizer.name", Role.SCIENTIFIC, "sgd", "adam")
                                        .range("beta1", Role.NUISANCE, Scale.LINEAR, 0, 1)
                                        .trials(
                                                40,
                                                i -> {
                                                    double beta = i * 7 % 20 / 20.0;
                                                    Run run =
                                                            trial(i).with(
                                                                            "optimizer.name",
                                                                            i < 20 ? "sgd" : "adam")
                                                                    .errors(0.2 + beta / 2);
                                                    return i < 20 ? run : run.with("beta1", beta);
                                                }))
                        .importances();
        assertThat(plots)
                .filteredOn(plot -> plot.shares().stream().anyMatch(s -> s.beyondChance()))
                .extracting(plot -> plot.shares().get(0).hyperparameter().path())
                .containsExactly("beta1", "beta1");
    }

    private static List<ImportancePlot> importance(int trials) {
        return plots(
                        study().range("dropout", Role.NUISANCE, Scale.LINEAR, 0, 1)
                                .learningRate()
                                .trials(
                                        trials,
                                        i ->
                                                trial(i).learningRate(
                                                                Math.pow(10, -3 + 3 * i / 20.0))
                                                        .with("dropout", i * i * 0.618 % 1)
                                                        .errors(
                                                                0.1
                                                                        + 0.01 * i
                                                                        + i * i * 0.0377 % 0.05)))
                .importances();
    }

    @Test
    void gradientNormsHavePercentiles() {
        GradientNormPlot plot =
                plots(
                                study().trial(
                                                trial(0).errors(0.5)
                                                        .clipping(90, 0.1)
                                                        .gradientNorms(101, i -> i)))
                        .gradientNorms()
                        .get(0);
        assertThat(plot.median()).isEqualTo(50);
        assertThat(plot.percentile90()).isEqualTo(90);
        assertThat(plot.clipped()).isEqualTo(OptionalDouble.of(10 / 101.0));
        assertThat(plot.histogram().counts().stream().mapToInt(c -> c).sum()).isEqualTo(100);
    }

    @Test
    void bestStepsAreSharesOfTraining() {
        Histogram plot =
                plots(
                                study().trial(trial(0).errors(0.1, 0.2, 0.3, 0.4))
                                        .trial(trial(1).errors(0.4, 0.3, 0.2, 0.1)))
                        .bestSteps();
        assertThat(plot.counts().get(5)).isEqualTo(1);
        assertThat(plot.counts().get(19)).isEqualTo(1);
    }

    @Test
    void idsAreFitForPages() {
        assertThat(
                        plots(study().learningRate().trial(trial(0).learningRate(0.1).errors(0.5)))
                                .axes())
                .singleElement()
                .extracting(p -> PlotId.axis(p.hyperparameter()))
                .isEqualTo("axis-optimizer-learning-rate");
    }
}
