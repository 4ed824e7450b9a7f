package etude.tuner.cli;

import etude.datasets.Target;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.run.Ranking;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunRecord;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Objective;
import etude.tuner.store.Access;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The config that a procedure begins from.
 *
 * @param name of the config, the study or the run, by which results are called
 * @param file the config: of a study, that of its best trial
 * @param overrides what the user wants otherwise in it
 * @param study that it is of; empty where the user gave a config or a run
 * @param run that it is of; empty where the user gave a config or a study
 */
record ConfigSource(
        String name,
        Path file,
        List<String> overrides,
        Optional<StudyRecord> study,
        Optional<RunRecord> run) {
    ConfigSource {
        overrides = List.copyOf(overrides);
    }

    static ConfigSource of(ConfigArgument argument, Workspace workspace) {
        if (!Files.isDirectory(argument.file())) {
            return new ConfigSource(
                    argument.load().name(),
                    argument.file(),
                    argument.overrides(),
                    Optional.empty(),
                    Optional.empty());
        }
        RunDirectory directory = new RunDirectory(argument.file());
        boolean studied = Files.exists(new StudyDirectory(argument.file()).studyFile());
        if (Files.exists(directory.config()) && !studied) {
            RunRecord run = RunRecord.read(directory);
            return new ConfigSource(
                    run.name(),
                    directory.config(),
                    argument.overrides(),
                    Optional.empty(),
                    Optional.of(run));
        }
        StudyRecord study = finished(argument.file(), workspace);
        return new ConfigSource(
                study.outline().name(),
                bestConfig(study),
                argument.overrides(),
                Optional.of(study),
                Optional.empty());
    }

    /**
     * The study of a directory.
     *
     * @throws ConfigException when trials have not ended
     */
    static StudyRecord finished(Path directory, Workspace workspace) {
        try (OpenStudy open =
                StudyOpening.open(
                        directory, workspace.studies(), Optional.empty(), Access.READING)) {
            StudyRecord study = StudyRecords.read(open);
            long left = study.trials().size() - study.ended();
            if (left > 0) {
                throw refused(
                        "%d of %d trials of %s have not ended; `%s` runs them"
                                .formatted(
                                        left,
                                        study.trials().size(),
                                        open.study().name(),
                                        study.command("etude study run")));
            }
            return study;
        }
    }

    /**
     * The config of the best trial's run.
     *
     * @throws ConfigException when there is none here
     */
    static Path bestConfig(StudyRecord study) {
        return study.winner()
                .flatMap(TrialRecord::config)
                .orElseThrow(
                        () ->
                                refused(
                                        "%s has no best trial whose run is on this machine; give a config instead"
                                                .formatted(study.outline().name())));
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException(List.of(sentence));
    }

    /**
     * What runs of it are compared by: what its study asks for, else what ranks its checkpoints.
     */
    Objective objective(Data data) {
        return study.map(found -> found.outline().objective())
                .orElseGet(() -> Objective.of(Ranking.of(load(), data.classes())));
    }

    RunConfig load() {
        return ConfigLoader.load(file, overrides);
    }

    /** All of it, with every default. */
    String text() {
        return ConfigWriter.toYaml(load());
    }

    /**
     * What a plan has to know of the data.
     *
     * @param classes whether the targets are classes, whose error rate is measured
     * @param trainExamples without those that validate
     * @param metrics that a run will have
     */
    record Data(boolean classes, long trainExamples, List<String> metrics) {
        Data {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * Reads them.
     *
     * @param notes told what the user should know of the data
     */
    Data data(Consumer<String> notes) {
        RunConfig config = load();
        try (Splits splits = Sources.open(config.dataset(), DataRoot.fromEnvironment(), notes)) {
            return new Data(
                    splits.train().spec().target() instanceof Target.Classes,
                    splits.train().size(),
                    Ranking.measured(config, splits));
        }
    }
}
