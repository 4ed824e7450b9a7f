package etude.tuner.report;

import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.result.DataVariance;
import etude.tuner.analysis.result.RerunResults;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Column;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import etude.tuner.space.Rerun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the settings of trials reached with other seeds: in the mean, and one by one. */
final class RerunSections {
    private RerunSections() {}

    /** None where nothing was trained again. */
    static List<Section> of(StudyResults results) {
        List<Section> sections = new ArrayList<>();
        if (!results.study().reruns().isEmpty()) {
            sections.add(means(results));
            sections.add(each(results.study()));
        }
        if (!results.study().resplits().isEmpty()) {
            sections.add(
                    new Section.Notes(
                            "Other splits of the data",
                            DataVariance.trials(results).stream()
                                    .map(trial -> variance(results, trial))
                                    .toList()));
        }
        return sections;
    }

    private static String variance(StudyResults results, TrialRecord trial) {
        return DataVariance.of(results, trial).sentence(trial, Wording.of(results.study()));
    }

    private static Section means(StudyResults results) {
        return new Section.Table(
                "Other seeds, in the mean",
                List.of(
                        Column.number("Trial", ""),
                        Column.text("Arm"),
                        Column.number("Reruns", ""),
                        Column.number("Mean", ""),
                        Column.number("Standard error", ""),
                        Column.number("Deviation of one training", ""),
                        Column.number("Infeasible", "")),
                results.rerun().stream().map(trial -> mean(results, trial)).toList());
    }

    private static List<String> mean(StudyResults results, TrialRecord trial) {
        RerunResults reruns = results.reruns(trial);
        Wording wording = Wording.of(results.study());
        boolean several = reruns.costs().size() > 1;
        return List.of(
                Integer.toString(trial.number()),
                results.study().outline().arms().get(trial.arm()).label(),
                Integer.toString(reruns.ended()),
                reruns.costs().isEmpty() ? "" : wording.value(reruns.mean()),
                several ? wording.difference(reruns.standardError()) : "",
                several ? wording.difference(reruns.deviation()) : "",
                Integer.toString(reruns.infeasible()));
    }

    private static Section each(StudyRecord study) {
        return new Section.Table(
                "Every rerun",
                List.of(
                        Column.number("Trial", ""),
                        Column.number("Rerun", ""),
                        Column.number("Seed", ""),
                        Column.text("State"),
                        Column.number("Best " + study.outline().objective().metric(), ""),
                        Column.number("Best step", ""),
                        Column.text("Run directory")),
                study.reruns().stream().map(rerun -> row(study, rerun)).toList());
    }

    private static List<String> row(StudyRecord study, TrialRecord rerun) {
        Objective objective = study.outline().objective();
        Optional<Measurement> best = objective.best(rerun.evaluations());
        String reason = rerun.status().reason();
        return List.of(
                Integer.toString(rerun.number()),
                rerun.status().training() instanceof Rerun one ? Integer.toString(one.index()) : "",
                Long.toString(rerun.seed()),
                rerun.state().word() + (reason.isEmpty() ? "" : ": " + reason),
                best.map(objective::value).map(Wording.of(study)::objective).orElse(""),
                best.map(one -> Long.toString(one.step())).orElse(""),
                rerun.status().runDirectory());
    }
}
