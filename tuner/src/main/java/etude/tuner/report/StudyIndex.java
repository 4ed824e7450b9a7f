package etude.tuner.report;

import etude.tuner.analysis.result.Wording;
import etude.tuner.page.Cell;
import etude.tuner.page.Page;
import etude.tuner.page.PageFile;
import etude.tuner.page.Section;
import etude.tuner.page.SheetColumn;
import etude.tuner.page.SheetRow;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tracking table of all studies as a page with links to their reports.
 *
 * @param root the directory that the studies' directories are in
 * @param unreadable what kept studies from the table, in sentences
 */
public record StudyIndex(Path root, List<StudySummary> studies, List<String> unreadable) {
    public StudyIndex {
        studies = List.copyOf(studies);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Writes {@code index.html}; one that is there is replaced.
     *
     * @param folder usually that of the studies' directories
     * @param command that wrote it
     * @return the page
     * @throws etude.datasets.EtudeException when the folder cannot be written to
     */
    public Path write(PageFolder folder, List<String> command) {
        Path html = folder.path().resolve("index.html");
        PageFile.write(html, page(folder, command));
        return html;
    }

    private Page page(PageFolder folder, List<String> command) {
        List<Section> sections = new ArrayList<>();
        sections.add(
                new Section.Sheet(
                        "studies",
                        "Tracking table",
                        "studies",
                        "Words, or infeasible > 0",
                        Section.Hint.none(),
                        columns(),
                        studies.stream().map(study -> row(study, folder)).toList()));
        if (!unreadable.isEmpty()) {
            sections.add(new Section.Notes("Not in the table", unreadable));
        }
        return new Page(
                "Studies", lead(), sections, new Page.Footer(List.of(), Shell.command(command)));
    }

    private List<SheetColumn> columns() {
        List<String> metrics =
                studies.stream().map(study -> study.objective().metric()).distinct().toList();
        String best = metrics.size() == 1 ? "Best " + metrics.get(0) : "Best";
        boolean notes = studies.stream().anyMatch(study -> !study.notes().isEmpty());
        return List.of(
                SheetColumn.shown(Section.Column.text("Study")),
                SheetColumn.shown(Section.Column.text("Goal")),
                new SheetColumn(Section.Column.text("Notes"), notes),
                SheetColumn.shown(Section.Column.number("Trials", "ended")),
                SheetColumn.shown(Section.Column.number("Infeasible", "")),
                SheetColumn.shown(Section.Column.number(best, "")),
                new SheetColumn(Section.Column.text("Metric"), metrics.size() > 1),
                SheetColumn.shown(Section.Column.number("Trial", "of the best")),
                SheetColumn.shown(Section.Column.text("Command")),
                SheetColumn.shown(Section.Column.text("Config")));
    }

    private String lead() {
        long trials = studies.stream().mapToLong(StudySummary::ended).sum();
        return "%s with %s that ended."
                .formatted(
                        studies.size() == 1 ? "1 study" : studies.size() + " studies",
                        Numbers.count(trials, "trial"));
    }

    private SheetRow row(StudySummary study, PageFolder folder) {
        return new SheetRow(
                "",
                List.of(
                        link(study, folder, study.name(), "report.html"),
                        new Cell.Text(study.goal()),
                        new Cell.Text(study.notes()),
                        new Cell.Quantity(study.ended(), study.ended() + " of " + study.trials()),
                        Cell.whole(study.infeasible()),
                        study.best()
                                .<Cell>map(
                                        best ->
                                                new Cell.Quantity(
                                                        best.value(),
                                                        Wording.of(study.objective())
                                                                .objective(best.value())))
                                .orElse(Cell.nothing()),
                        new Cell.Text(study.objective().metric()),
                        study.best().map(best -> Cell.whole(best.trial())).orElse(Cell.nothing()),
                        study.command().<Cell>map(StudyReproduction::cell).orElse(Cell.nothing()),
                        link(study, folder, "study.yaml", "study.yaml")));
    }

    /** Words where there is no such file: the store may know studies of other machines. */
    private Cell link(StudySummary study, PageFolder folder, String text, String file) {
        Path path = study.directory().root().resolve(file);
        return Optional.of(path)
                .filter(Files::exists)
                .flatMap(there -> folder.wayTo(root))
                .<Cell>map(way -> new Cell.Link(text, way.resolve(root.relativize(path))))
                .orElseGet(() -> new Cell.Text(text));
    }
}
