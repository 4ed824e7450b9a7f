package etude.tuner.report;

import etude.datasets.EtudeException;
import etude.trainer.config.RunConfig;
import etude.trainer.run.RunEnd;
import etude.trainer.run.RunLabels;
import etude.trainer.run.RunRecord;
import etude.trainer.run.RunStatus;
import etude.trainer.run.Summary;
import etude.tuner.analysis.Analysis;
import etude.tuner.chart.Chart;
import etude.tuner.page.Page;
import etude.tuner.page.Section;
import etude.tuner.text.Quantities;
import etude.tuner.text.Sentences;
import etude.tuner.text.Shell;
import java.util.ArrayList;
import java.util.List;

/**
 * The page of a run: the answer first, then the verdicts, then what they rest on.
 *
 * @param examples what the best checkpoint gets right and wrong
 */
record RunPage(RunRecord run, Analysis analysis, List<Section> examples) {
    Page page(List<String> command) {
        List<Chart> charts = new RunCharts(run).all();
        List<Section> sections = new ArrayList<>();
        sections.add(VerdictSection.headline(analysis.headline()));
        if (!analysis.verdicts().isEmpty()) {
            sections.add(
                    VerdictSection.of(
                            "What the run says",
                            analysis.verdicts(),
                            id -> RunCharts.find(charts, id).map(Chart::id)));
        }
        if (!charts.isEmpty()) {
            sections.add(new Section.Charts("Training", charts));
        }
        sections.addAll(examples);
        RunFactsTable facts = new RunFactsTable(run);
        sections.addAll(facts.all());
        if (!run.problems().isEmpty()) {
            sections.add(
                    new Section.Notes(
                            "What is left out",
                            run.problems().stream().map(Sentences::of).toList()));
        }
        return new Page(
                run.name(),
                lead(),
                sections,
                new Page.Footer(facts.versions(), Shell.command(command)));
    }

    private String lead() {
        List<String> sentences = new ArrayList<>();
        sentences.add(Sentences.of(note()));
        sentences.add(ending());
        return String.join(" ", sentences.stream().filter(s -> !s.isEmpty()).toList());
    }

    /** What somebody said of it afterwards, else in its config. */
    private String note() {
        try {
            String note = RunLabels.read(run.directory()).note();
            return note.isEmpty() ? run.config().map(RunConfig::notes).orElse("") : note;
        } catch (EtudeException e) {
            return ""; // a damaged file of a few words
        }
    }

    private String ending() {
        return run.summary()
                .map(RunPage::ending)
                .orElse("The run has not ended yet, so there are no verdicts.");
    }

    private static String ending(Summary summary) {
        RunEnd end = summary.end();
        return end.status() == RunStatus.COMPLETED
                ? "%d steps took %s."
                        .formatted(summary.steps(), Quantities.duration(summary.seconds()))
                : Sentences.of("%s: %s".formatted(end.status().words(), end.detail()));
    }
}
