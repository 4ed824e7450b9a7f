package etude.tuner.report;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.plot.ImportancePlot;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Cases;
import etude.tuner.chart.Cases.Case;
import etude.tuner.chart.Cases.Standing;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Figure;
import etude.tuner.chart.PairwiseScatter;
import etude.tuner.chart.ParallelCoordinates;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All hyperparameters together, as people know them from Optuna and W&amp;B. */
record TrialCharts(StudyRecord study, Analysis analysis) {
    /** The objective of each trial in the order of trials, with the best so far. */
    Optional<Chart> history() {
        StudyResults results = analysis.results();
        TrialMarks marks = new TrialMarks(analysis.results());
        List<Series> series = new ArrayList<>();
        for (Arm arm : study.outline().arms()) {
            List<Point> points = points(marks, results.ofArm(arm.index()).feasible());
            if (!points.isEmpty()) {
                String name =
                        study.outline().arms().size() > 1
                                ? study.outline().shortNames().shorten(arm.label())
                                : "Feasible trials";
                series.add(new Series.Scatter(name, Series.Role.DATA, points));
            }
        }
        if (!series.isEmpty()) {
            series.add(0, bestSoFar(marks));
            series.add(
                    new Series.Scatter(
                            "Best trials",
                            Series.Role.BEST,
                            points(marks, results.best(analysis.thresholds().bestTrials()))));
        }
        if (!results.infeasible().isEmpty()) {
            series.add(
                    new Series.Failed(
                            "Infeasible",
                            results.infeasible().stream()
                                    .map(each -> marks.infeasible(each.trial().number(), each))
                                    .toList()));
        }
        return Chart.drawn(
                PlotId.HISTORY,
                "Objective over trials",
                "Each trial at its best step, in the order of trials, and the best so far. Where the"
                        + " line has long been level, more trials of this search promise little."
                        + marks.beyond(),
                Axis.whole("Trial", ""),
                marks.axis(),
                series);
    }

    private static List<Point> points(TrialMarks marks, List<FeasibleTrial> trials) {
        return trials.stream()
                .map(result -> marks.feasible(result.trial().number(), result))
                .toList();
    }

    /** Each trial that was better than all before it, and the last one. */
    private Series bestSoFar(TrialMarks marks) {
        List<FeasibleTrial> inOrder =
                analysis.results().feasible().stream()
                        .sorted(Comparator.comparingInt(result -> result.trial().number()))
                        .toList();
        List<Point> points = new ArrayList<>();
        FeasibleTrial best = inOrder.get(0);
        for (FeasibleTrial next : inOrder) {
            if (points.isEmpty() || next.cost() < best.cost()) {
                best = next;
                points.add(marks.feasible(next.trial().number(), next));
            }
        }
        int last = analysis.results().trials().mapToInt(TrialRecord::number).max().orElseThrow();
        if (last > best.trial().number()) {
            points.add(marks.feasible(last, best));
        }
        return new Series.Staircase("Best so far", Series.Role.BEST, points);
    }

    /** Across all hyperparameters that vary to the objective. */
    Optional<Figure> parallel() {
        List<Hyperparameter> varied = varied();
        if (varied.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ParallelCoordinates(
                        "parallel-coordinates",
                        "All hyperparameters of all trials",
                        "A line per trial, colored by its rank. Drag along an axis to select the"
                                + " trials that pass there, in every plot and in the table.",
                        cases(varied)));
    }

    /** Over two of them at a time, the most important ones at first. */
    Optional<Figure> pairs() {
        List<Hyperparameter> varied = varied();
        if (varied.size() < 2) {
            return Optional.empty();
        }
        List<Hyperparameter> ranked =
                Stream.of(
                                mostImportant()
                                        .filter(varied::contains)
                                        .filter(h -> h.domain() instanceof Range),
                                varied.stream().filter(h -> h.domain() instanceof Range),
                                varied.stream())
                        .flatMap(hyperparameters -> hyperparameters)
                        .distinct()
                        .toList();
        Hyperparameter across = ranked.get(0);
        Hyperparameter up = companion(across, ranked.subList(1, ranked.size()));
        return Optional.of(
                new PairwiseScatter(
                        "pairs",
                        "Two hyperparameters against each other",
                        "A point per trial, colored by its rank, infeasible ones where they were"
                                + " tried, over the rank that trials around each place have. Nothing"
                                + " is said where no trials are. Slanted bands mean that the two"
                                + " act together.",
                        cases(varied),
                        varied.indexOf(across),
                        varied.indexOf(up)));
    }

    private Stream<Hyperparameter> mostImportant() {
        return analysis.plots().importances().stream()
                .flatMap(plot -> plot.shares().stream())
                .map(ImportancePlot.Share::hyperparameter);
    }

    private List<Hyperparameter> varied() {
        return study.outline().hyperparameters().stream()
                .filter(
                        h ->
                                analysis.results()
                                                .trials()
                                                .flatMap(t -> t.value(h).stream())
                                                .distinct()
                                                .count()
                                        > 1)
                .toList();
    }

    /** The first of those that the most trials have together with it. */
    private Hyperparameter companion(Hyperparameter of, List<Hyperparameter> others) {
        return others.stream()
                .max(Comparator.comparingLong(other -> together(of, other)))
                .orElseThrow();
    }

    private long together(Hyperparameter one, Hyperparameter other) {
        return analysis.results()
                .trials()
                .filter(trial -> trial.value(one).isPresent() && trial.value(other).isPresent())
                .count();
    }

    private Cases cases(List<Hyperparameter> varied) {
        List<Case> cases = new ArrayList<>();
        for (FeasibleTrial result : analysis.results().feasible()) {
            Standing standing =
                    cases.size() < analysis.thresholds().bestTrials()
                            ? Standing.BEST
                            : Standing.MEASURED;
            double value = analysis.results().objective(result.cost()).orElse(Double.NaN);
            cases.add(one(result.trial(), "", standing, varied, value));
        }
        for (InfeasibleTrial each : analysis.results().infeasible()) {
            String reason = ": " + each.reason().kind().words();
            cases.add(one(each.trial(), reason, Standing.FAILED, varied, Double.NaN));
        }
        return new Cases(
                varied.stream().map(h -> new HyperparameterAxis(study, h).axis()).toList(),
                new TrialMarks(analysis.results()).axis(),
                study.outline().objective().mode() == Mode.MIN,
                cases);
    }

    private Case one(
            TrialRecord trial,
            String reason,
            Standing standing,
            List<Hyperparameter> varied,
            double value) {
        double[] places =
                varied.stream()
                        .mapToDouble(
                                h ->
                                        trial.value(h)
                                                .map(new HyperparameterAxis(study, h)::place)
                                                .orElse(Double.NaN))
                        .toArray();
        String key = Integer.toString(trial.number());
        return new Case(key, "Trial " + key + reason, standing, places, value);
    }
}
