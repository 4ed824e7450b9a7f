package etude.tuner.analysis.plot;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Histogram;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.space.StudyOutline;
import java.util.List;
import java.util.function.Supplier;

/**
 * The numbers of all plots of a study, but for the training curves, which are the trials' own.
 *
 * @param axes one for each hyperparameter and arm that has it
 * @param importanceSource computes them: by far the most work, which not every reader wants
 * @param gradientNorms of the best trials of each arm whose steps were read
 * @param bestSteps the best step's place in training, from 0 to 1, over all feasible trials
 *     (playbook, "Deciding how long to train when training is not compute-bound")
 */
public record Plots(
        List<AxisPlot> axes,
        List<IsolationPlot> isolations,
        List<BudgetPlot> budgets,
        Supplier<List<ImportancePlot>> importanceSource,
        List<GradientNormPlot> gradientNorms,
        Histogram bestSteps) {
    private static final int BEST_STEP_BINS = 20;

    /**
     * Computes them.
     *
     * @param best how many of the best trials of an arm stand out
     * @param perDimension how many trials importance needs for each hyperparameter
     */
    public static Plots of(StudyResults results, int best, int perDimension) {
        StudyOutline outline = results.study().outline();
        List<Arm> arms = outline.arms();
        return new Plots(
                axes(results, best),
                outline.hyperparameters(Role.SCIENTIFIC).stream()
                        .map(h -> IsolationPlot.of(results, h))
                        .toList(),
                arms.stream().map(arm -> BudgetPlot.of(results, arm)).toList(),
                new Once<>(
                        () ->
                                arms.stream()
                                        .flatMap(
                                                arm ->
                                                        ImportancePlot.of(
                                                                results, arm, perDimension)
                                                                .stream())
                                        .toList()),
                arms.stream()
                        .flatMap(arm -> results.ofArm(arm.index()).best(best).stream())
                        .flatMap(r -> GradientNormPlot.of(r.trial()).stream())
                        .toList(),
                Histogram.linear(
                        results.feasible().stream()
                                .mapToDouble(FeasibleTrial::bestStepShare)
                                .toArray(),
                        0,
                        1,
                        BEST_STEP_BINS));
    }

    private static List<AxisPlot> axes(StudyResults results, int best) {
        StudyOutline outline = results.study().outline();
        return outline.hyperparameters().stream()
                .flatMap(
                        h -> outline.arms().stream().map(arm -> AxisPlot.of(results, arm, h, best)))
                .filter(plot -> !plot.points().isEmpty())
                .toList();
    }

    /** Which hyperparameters matter, in each arm; computed when first asked for. */
    public List<ImportancePlot> importances() {
        return importanceSource.get();
    }

    /** Those of one hyperparameter. */
    public List<AxisPlot> axes(Hyperparameter hyperparameter) {
        return axes.stream().filter(plot -> plot.hyperparameter().equals(hyperparameter)).toList();
    }
}
