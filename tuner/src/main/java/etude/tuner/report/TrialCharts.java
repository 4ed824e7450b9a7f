package etude.tuner.report;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.plot.ImportancePlot;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.chart.Cases;
import etude.tuner.chart.Cases.Case;
import etude.tuner.chart.Cases.Standing;
import etude.tuner.chart.Figure;
import etude.tuner.chart.PairwiseScatter;
import etude.tuner.chart.ParallelCoordinates;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All hyperparameters together, as people know them from Optuna and W&amp;B. */
record TrialCharts(StudyRecord study, Analysis analysis) {
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
                                mostImportant().filter(varied::contains),
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
                                + " tried. A slanted border between good and bad trials means that"
                                + " the two act together.",
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
                varied.stream().map(h -> new HyperparameterAxis(h).axis()).toList(),
                ReportCharts.objective(study),
                study.outline().objective().mode() == Mode.MIN,
                cases);
    }

    private static Case one(
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
                                                .map(new HyperparameterAxis(h)::place)
                                                .orElse(Double.NaN))
                        .toArray();
        String key = Integer.toString(trial.number());
        return new Case(key, "Trial " + key + reason, standing, places, value);
    }
}
