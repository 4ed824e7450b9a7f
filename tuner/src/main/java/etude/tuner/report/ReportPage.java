package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.chart.Figure;
import etude.tuner.page.Page;
import etude.tuner.page.Section;
import etude.tuner.record.StudyRecord;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import etude.tuner.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The page of a study: verdicts first, then what they rest on.
 *
 * @param examples what the best trial gets right and wrong
 * @param trials the table of them
 * @param difference how stored trials differ from those that this version would make
 */
record ReportPage(
        StudyRecord study,
        Analysis analysis,
        ReportCharts charts,
        List<Section> examples,
        Section trials,
        Optional<String> difference) {
    Page page(List<String> command) {
        List<Section> sections = new ArrayList<>();
        sections.add(VerdictSection.of("What the study says", analysis.verdicts(), this::drawn));
        sections.addAll(charts.sections());
        sections.addAll(examples);
        sections.add(trials);
        sections.add(new Section.Notes("Caveats", caveats()));
        return new Page(
                study.outline().name(),
                study.outline().goal() + " " + lead(),
                sections,
                new Page.Footer(
                        List.of("Thresholds of the verdicts: docs/verdicts.md"),
                        Shell.command(command)));
    }

    /** Where on the page what a verdict names can be seen; trials are in the table. */
    private Optional<String> drawn(String id) {
        return id.equals(PlotId.TRIALS) ? Optional.of(id) : charts.find(id).map(Figure::id);
    }

    private String lead() {
        Optional<FeasibleTrial> best = analysis.results().best();
        String metric = study.outline().objective().metric();
        String counts =
                "%d of %d trials have ended, %d of them infeasible."
                        .formatted(
                                analysis.results().finished(),
                                study.trials().size(),
                                analysis.results().infeasible().size());
        return best.map(
                        result ->
                                "Best %s so far: %s, trial %d at step %d. %s"
                                        .formatted(
                                                metric,
                                                text(analysis.results().objective(result.cost())),
                                                result.trial().number(),
                                                result.bestStep(),
                                                counts))
                .orElse(counts);
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Numbers.text(value.getAsDouble()) : "";
    }

    private List<String> caveats() {
        List<String> caveats = new ArrayList<>();
        difference.map(Sentences::of).ifPresent(caveats::add);
        SameBits.of(study).map(SameBits::study).ifPresent(caveats::add);
        study.outline().advice().forEach(advice -> caveats.add(advice.sentence() + "."));
        study.outline()
                .fixed()
                .forEach(
                        (path, value) ->
                                caveats.add(
                                        "Holds for %s = %s, which was fixed."
                                                .formatted(path, value)));
        if (caveats.isEmpty()) {
            caveats.add("Holds for everything that the base config says.");
        }
        return caveats;
    }
}
