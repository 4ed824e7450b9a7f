package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.Wording;
import etude.tuner.chart.Figure;
import etude.tuner.page.Page;
import etude.tuner.page.Section;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import etude.tuner.store.TrialState;
import etude.tuner.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The page of a study: the answer first, then the verdicts, then what they rest on.
 *
 * @param beliefs of the models that chose its points
 * @param examples what the best trial gets right and wrong
 * @param trials the table of them
 * @param difference how stored trials differ from those that this version would make
 */
record ReportPage(
        StudyRecord study,
        Analysis analysis,
        ReportCharts charts,
        List<Section> beliefs,
        List<Section> examples,
        Section trials,
        Optional<String> difference) {
    /** More would hide what is said besides. */
    private static final int RUNNING_SHOWN = 4;

    Page page(List<String> command) {
        List<Section> sections = new ArrayList<>();
        sections.add(VerdictSection.headline(analysis.headline()));
        sections.add(VerdictSection.of("What the study says", analysis.verdicts(), this::drawn));
        sections.addAll(charts.sections());
        sections.addAll(beliefs);
        sections.addAll(RerunSections.of(analysis.results()));
        sections.addAll(examples);
        sections.add(trials);
        sections.add(new Section.Notes("Caveats", Caveats.of(study, difference)));
        return new Page(
                study.outline().name(),
                study.outline().goal()
                        + " "
                        + StudyCounts.of(analysis.results()).sentence()
                        + running(),
                study.outline().shortNames(),
                sections,
                new Page.Footer(
                        List.of("Thresholds of the verdicts: docs/verdicts.md"),
                        Shell.command(command)));
    }

    /** Where on the page what a verdict names can be seen; trials are in the table. */
    private Optional<String> drawn(String id) {
        return id.equals(PlotId.TRIALS) ? Optional.of(id) : charts.find(id).map(Figure::id);
    }

    /** Where the trials are that are being trained. */
    private String running() {
        List<TrialRecord> running =
                study.trials().stream()
                        .filter(trial -> trial.state() == TrialState.RUNNING)
                        .toList();
        if (running.isEmpty()) {
            return "";
        }
        int more = running.size() - RUNNING_SHOWN;
        return running.stream()
                .limit(RUNNING_SHOWN)
                .map(this::running)
                .collect(
                        Collectors.joining(
                                "; ",
                                " Running: ",
                                more > 0 ? "; and %d more.".formatted(more) : "."));
    }

    private String running(TrialRecord trial) {
        Objective objective = study.outline().objective();
        return "trial %d %s"
                .formatted(
                        trial.number(),
                        objective
                                .best(trial.evaluations())
                                .map(
                                        best ->
                                                "at step %d of %d, %s so far"
                                                        .formatted(
                                                                trial.lastStep(),
                                                                trial.totalSteps(),
                                                                Wording.of(study)
                                                                        .value(
                                                                                objective.cost(
                                                                                        best))))
                                .orElse("before its first evaluation"));
    }
}
