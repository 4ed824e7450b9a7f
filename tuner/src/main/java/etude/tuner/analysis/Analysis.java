package etude.tuner.analysis;

import etude.tuner.analysis.data.ArmData;
import etude.tuner.analysis.data.DatasetFacts;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.data.StudyDesign;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.plot.Plots;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Basis;
import etude.tuner.analysis.verdict.Checklist;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.space.Objective;
import java.util.List;
import java.util.Map;

/**
 * All that a report says about a study or a run.
 *
 * @param results which trials are feasible and what they reached
 * @param plots the numbers of the plots that verdicts point to
 * @param verdicts in the order of the playbook's checklist
 */
public record Analysis(StudyResults results, Plots plots, List<Verdict> verdicts) {
    public Analysis {
        verdicts = List.copyOf(verdicts);
    }

    /** Analyzes a study, finished or not. */
    public static Analysis of(StudyData study, VerdictThresholds thresholds) {
        Basis basis = basis(study, thresholds, false);
        return new Analysis(basis.results(), basis.plots(), Checklist.ofStudy(basis));
    }

    /** Analyzes one run: the questions that need no search space. */
    public static Analysis ofRun(
            TrialData run,
            Objective objective,
            DatasetFacts dataset,
            VerdictThresholds thresholds) {
        StudyDesign design =
                new StudyDesign(
                        "",
                        "",
                        objective,
                        List.of(),
                        List.of(new ArmData(run.arm(), "", 1)),
                        Map.of(),
                        List.of());
        StudyData study = new StudyData(design, dataset, List.of(run), List.of());
        Basis basis = basis(study, thresholds, true);
        return new Analysis(basis.results(), basis.plots(), Checklist.ofRun(basis));
    }

    private static Basis basis(StudyData study, VerdictThresholds thresholds, boolean singleRun) {
        StudyResults results =
                StudyResults.of(study, thresholds.outlierDeviations(), thresholds.outlierTrials());
        Plots plots = Plots.of(results, thresholds.bestTrials(), thresholds.trialsPerDimension());
        return new Basis(results, plots, thresholds, singleRun);
    }
}
