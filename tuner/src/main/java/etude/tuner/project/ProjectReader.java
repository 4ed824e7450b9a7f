package etude.tuner.project;

import etude.datasets.EtudeException;
import etude.tuner.workspace.Workspace;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
        config.requireKeys(folder.projectFile(), incumbent);
        StudyFindings studies = new StudyFindings(workspace.studies(), config, incumbent);
        Findings findings = new Findings(workspace, config, incumbent.keys(), studies);
        List<Launch> launches = folder.launches();
        List<RateSweep> sweeps = findings.sweeps();
        List<Round> rounds = folder.rounds();
        Optional<Contestant> reigning = result(incumbent, launches, sweeps).flatMap(studies::of);
        Optional<Behaviour> behaviour = reigning.flatMap(studies::behaviour);
        return new ProjectState(
                folder.root().toString(),
                config,
                incumbent,
                launches,
                findings.data(),
                findings.batch(),
                findings.steps(),
                sweeps,
                findings.stability(),
                findings.procedures(),
                rounds,
                studies.ofRounds(rounds),
                reigning,
                behaviour,
                behaviour.map(Behaviour::run).filter(findings::isOfIncumbent).or(findings::run),
                timed(config, behaviour, incumbent),
                taken(),
                folder.journal());
    }

    /** Of the last launch that was measured, or of a sweep that confirms the rate as it is. */
    private static Optional<Measured> result(
            Incumbent incumbent, List<Launch> launches, List<RateSweep> sweeps) {
        return launches.stream()
                .flatMap(launch -> launch.result().stream())
                .reduce((earlier, later) -> later)
                .or(
                        () ->
                                sweeps.stream()
                                        .flatMap(
                                                sweep ->
                                                        sweep
                                                                .best(incumbent.learningRate())
                                                                .stream())
                                        .findFirst());
    }

    private Optional<TrainingTime> timed(
            ProjectConfig config, Optional<Behaviour> behaviour, Incumbent incumbent) {
        return config.time().isPresent()
                ? Optional.empty()
                : behaviour
                        .flatMap(Behaviour::time)
                        .or(new TrainingTimes(workspace.studies(), incumbent)::ofTheLongest);
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
