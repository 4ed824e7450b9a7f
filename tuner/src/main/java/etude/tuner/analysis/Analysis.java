package etude.tuner.analysis;

import etude.trainer.run.RunFacts;
import etude.tuner.analysis.headline.Headline;
import etude.tuner.analysis.plot.Plots;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Basis;
import etude.tuner.analysis.verdict.Checklist;
import etude.tuner.analysis.verdict.Comparison;
import etude.tuner.analysis.verdict.Refinement;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Algorithm;
import etude.tuner.space.Arm;
import etude.tuner.space.Objective;
import etude.tuner.space.StudyOutline;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All that a report says about a study or a run.
 *
 * @param results which trials are feasible and what they reached
 * @param plots the numbers of the plots that verdicts point to
 * @param verdicts in the order of the playbook's checklist
 * @param comparisons what it found about each of its scientific questions
 * @param thresholds by which they fell
 */
public record Analysis(
        StudyResults results,
        Plots plots,
        List<Verdict> verdicts,
        List<Comparison> comparisons,
        VerdictThresholds thresholds) {
    public Analysis {
        verdicts = List.copyOf(verdicts);
        comparisons = List.copyOf(comparisons);
    }

    /** Analyzes a study, finished or not. */
    public static Analysis of(StudyRecord study, VerdictThresholds thresholds) {
        Basis basis = basis(study, thresholds, false);
        return of(basis, Checklist.ofStudy(basis));
    }

    /** Analyzes one run: the questions that need no search space. */
    public static Analysis ofRun(
            TrialRecord run,
            Objective objective,
            RunFacts.Data data,
            VerdictThresholds thresholds) {
        StudyOutline outline =
                new StudyOutline(
                        "",
                        "",
                        objective,
                        List.of(),
                        List.of(new Arm(run.arm(), Map.of(), List.of())),
                        1,
                        Map.of(),
                        Map.of(),
                        () -> List.of(),
                        Algorithm.POINTS);
        StudyRecord study =
                new StudyRecord(
                        "",
                        outline,
                        data,
                        List.of(run),
                        List.of(),
                        List.of(),
                        OptionalDouble.empty());
        Basis basis = basis(study, thresholds, true);
        return of(basis, Checklist.ofRun(basis));
    }

    private static Analysis of(Basis basis, List<Verdict> verdicts) {
        return new Analysis(
                basis.results(),
                basis.plots(),
                verdicts,
                Comparison.all(basis),
                basis.thresholds());
    }

    /**
     * The trials whose settings are worth training again with other seeds: the best one of each
     * scientific value, or of all where nothing is compared.
     */
    public List<TrialRecord> worthRerunning() {
        List<TrialRecord> best =
                comparisons.stream()
                        .flatMap(comparison -> comparison.contenders().stream())
                        .flatMap(contender -> contender.best().stream())
                        .map(FeasibleTrial::trial)
                        .distinct()
                        .toList();
        return best.isEmpty() ? results.best().map(FeasibleTrial::trial).stream().toList() : best;
    }

    /** How its search space should change for the next study. */
    public List<Refinement> refinements() {
        return Refinement.of(new Basis(results, plots, thresholds, false));
    }

    /** What it comes to in three lines. */
    public Headline headline() {
        return Headline.of(results, comparisons, verdicts);
    }

    private static Basis basis(StudyRecord study, VerdictThresholds thresholds, boolean singleRun) {
        StudyResults results = StudyResults.of(study, thresholds.farWorse());
        Plots plots = Plots.of(results, thresholds.bestTrials(), thresholds.trialsPerDimension());
        return new Basis(results, plots, thresholds, singleRun);
    }
}
