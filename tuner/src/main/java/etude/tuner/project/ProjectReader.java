package etude.tuner.project;

import etude.datasets.EtudeException;
import etude.tuner.workspace.Workspace;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the state of a project. */
public record ProjectReader(Workspace workspace) {
    /**
     * The state as its files and the workspace have it now.
     *
     * @throws EtudeException when the project's own files cannot be read; what of others cannot be
     *     read counts for nothing
     */
    public ProjectState read(ProjectFolder folder) {
        ProjectConfig config = folder.config();
        Incumbent incumbent = folder.incumbent();
        Findings findings = new Findings(workspace, config, incumbent.keys());
        return new ProjectState(
                folder.root().toString(),
                config,
                incumbent,
                folder.launches(),
                findings.data(),
                findings.batch(),
                findings.steps(),
                findings.sweeps(),
                findings.stability(),
                folder.rounds(),
                taken(),
                folder.journal());
    }

    private Set<String> taken() {
        Set<String> names = new HashSet<>();
        Stream.of(workspace.runs(), workspace.studies(), workspace.procedures())
                .map(ProjectFolder::list)
                .flatMap(List::stream)
                .map(Path::getFileName)
                .forEach(name -> names.add(name.toString()));
        return names;
    }
}
