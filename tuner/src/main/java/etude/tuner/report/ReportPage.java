package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.data.Numbers;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.TrialResult;
import etude.tuner.chart.Figure;
import etude.tuner.page.Page;
import etude.tuner.page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The page of a study: verdicts first, then what they rest on.
 *
 * @param examples what the best trial gets right and wrong
 * @param trials the table of them
 */
record ReportPage(
        StudyData study,
        Analysis analysis,
        ReportCharts charts,
        List<Section> examples,
        Section trials) {
    Page page(List<String> command) {
        List<Section> sections = new ArrayList<>();
        sections.add(VerdictSection.of("What the study says", analysis.verdicts(), this::drawn));
        sections.addAll(charts.sections());
        sections.addAll(examples);
        sections.add(trials);
        sections.add(new Section.Notes("Caveats", caveats()));
        return new Page(
                study.design().name(),
                study.design().goal() + " " + lead(),
                sections,
                new Page.Footer(
                        List.of("Thresholds of the verdicts: docs/verdicts.md"),
                        String.join(" ", command)));
    }

    /** Where on the page what a verdict names can be seen; trials are in the table. */
    private Optional<String> drawn(String id) {
        return id.equals(PlotId.TRIALS) ? Optional.of(id) : charts.find(id).map(Figure::id);
    }

    private String lead() {
        Optional<TrialResult> best = analysis.results().best();
        String metric = study.design().objective().metric();
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
        study.design().advice().forEach(advice -> caveats.add(advice.sentence() + "."));
        study.design()
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
