package etude.tuner.notebook;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.tuner.page.Cell;
import etude.tuner.project.ProjectState;
import etude.tuner.project.Round;
import etude.tuner.project.rule.Guide;
import etude.tuner.report.PageFolder;
import etude.tuner.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds what a notebook shows and leads to. */
public record NotebookReader(Workspace workspace) {
    /**
     * The notebook of a project.
     *
     * @param project its folder
     * @throws EtudeException when the workspace cannot be listed; what of a study cannot be read is
     *     left out
     */
    public Notebook read(Guide guide, Path project) {
        Map<String, StudyEvidence> studies = new LinkedHashMap<>();
        List<Round> rounds = guide.state().rounds();
        for (int i = 0; i < rounds.size(); i++) {
            String study = rounds.get(i).study();
            if (!study.isEmpty()) {
                StudyEvidence.read(workspace.studies().resolve(study), "round-" + (i + 1))
                        .ifPresent(evidence -> studies.put(study, evidence));
            }
        }
        return new Notebook(guide, files(guide.state(), project), studies);
    }

    /** By the names that the sentences of rules, rounds and launches have for them. */
    private List<Cell.Link> files(ProjectState state, Path project) {
        PageFolder folder = new PageFolder(project);
        List<Cell.Link> files = new ArrayList<>();
        for (Path kind : List.of(workspace.runs(), workspace.studies(), workspace.procedures())) {
            files.addAll(reports(folder, kind, "report.html"));
        }
        files.addAll(reports(folder, workspace.probes(), "probe.html"));
        for (String file : List.of("incumbent.yaml", "project.yaml")) {
            files.add(new Cell.Link(state.file(file), Path.of(file)));
            files.add(new Cell.Link(file, Path.of(file)));
        }
        for (Round round : state.rounds()) {
            files.add(new Cell.Link(round.path(), Path.of(round.path())));
        }
        return files;
    }

    private static List<Cell.Link> reports(PageFolder from, Path kind, String report) {
        if (!Files.isDirectory(kind)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(kind)) {
            List<Path> reported =
                    entries.filter(entry -> Files.exists(entry.resolve(report))).sorted().toList();
            return from.wayTo(kind)
                    .map(way -> reported.stream().map(entry -> link(way, entry, report)).toList())
                    .orElse(List.of());
        } catch (IOException e) {
            throw new EtudeException("cannot list %s (%s)".formatted(kind, Reason.of(kind, e)), e);
        }
    }

    private static Cell.Link link(Path way, Path entry, String report) {
        return new Cell.Link(
                entry.toString(), way.resolve(String.valueOf(entry.getFileName())).resolve(report));
    }
}
