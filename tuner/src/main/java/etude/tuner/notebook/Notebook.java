package etude.tuner.notebook;

import etude.tuner.page.Cell;
import etude.tuner.page.Page;
import etude.tuner.page.PageFile;
import etude.tuner.page.Section;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.Guide;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import etude.tuner.text.Shell;
import etude.tuner.text.ShortNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The notebook of a project: a function of what the guide says and of the studies of its rounds.
 *
 * @param files that its sentences name, and the pages that tell of them
 * @param studies of the rounds, by name
 */
public record Notebook(Guide guide, List<Cell.Link> files, Map<String, StudyEvidence> studies) {
    /** Its name in the project's folder. */
    public static final String FILE = "report.html";

    public Notebook {
        files = List.copyOf(files);
        studies = Map.copyOf(studies);
    }

    /**
     * Writes {@code report.html}, and the data of each plot beside it.
     *
     * @param project its folder
     * @throws etude.datasets.EtudeException when the folder cannot be written to
     */
    public void write(Path project) {
        PageFile.write(project.resolve(FILE), page());
    }

    Page page() {
        ProjectState state = guide.state();
        List<Section> sections = new ArrayList<>();
        sections.add(new NotebookHeadline(guide).section());
        sections.addAll(new LaunchSections(state).sections());
        sections.add(new RoundCards(state, studies).section());
        sections.add(PlaybookSteps.section(guide));
        sections.addAll(new Doubts(state, studies).sections());
        sections.add(new BudgetTable(guide).section());
        return new Page(
                state.config().name(),
                lead(state),
                ShortNames.none(),
                files,
                sections,
                new Page.Footer(
                        List.of("What each part means: docs/projects.md"),
                        Shell.command(List.of("etude", "next", state.directory()))));
    }

    private static String lead(ProjectState state) {
        String goal = Sentences.of(state.config().goal());
        return "%s%s decides, less is better; %s and %s so far."
                .formatted(
                        goal.isEmpty() ? "" : goal + " ",
                        state.config().metric(),
                        LaunchSections.count(state.launches().size()),
                        state.rounds().isEmpty()
                                ? "no round"
                                : Numbers.count(state.rounds().size(), "round"));
    }
}
