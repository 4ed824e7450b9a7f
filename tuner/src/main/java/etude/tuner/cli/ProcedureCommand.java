package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.trainer.files.AtomicFiles;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.probe.QuickTiming;
import etude.tuner.procedure.Estimate;
import etude.tuner.procedure.PlannedStudy;
import etude.tuner.procedure.Procedure;
import etude.tuner.procedure.ProcedureFolder;
import etude.tuner.procedure.Result;
import etude.tuner.progress.Terminal;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.report.PageFolder;
import etude.tuner.report.StudyReport;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.Supervisor;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import etude.tuner.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands of all procedures do: plan, run, read, propose. */
abstract class ProcedureCommand extends PrintingCommand {
    @Mixin private ConfigArgument config = new ConfigArgument();

    @Mixin private WorkerOptions workerOptions = new WorkerOptions();

    @Option(
            names = "--plan",
            description = "Print what would be run and how long that takes, and run nothing.")
    private boolean planOnly;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description =
                    "Write the config with the proposed change to a file: every default filled in, comments"
                            + " not kept.")
    private Optional<Path> write = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Of the folder below procedures/ and of its studies (default: that of the config and of"
                            + " the procedure).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Trials that run at once (default: one for each of --devices, or 1).")
    private Optional<Integer> workers = Optional.empty();

    private final Workspace workspace;
    private final Terminal terminal;

    ProcedureCommand(CommandContext context) {
        workspace = context.workspace();
        terminal = context.terminal();
    }

    /**
     * What the procedure begins from: a config, or a finished study, of which the best trial's
     * config is taken.
     *
     * @throws ConfigException when the study has not finished, or has no best trial here
     */
    final ConfigSource source() {
        return ConfigSource.of(config, workspace);
    }

    /** The name that the user gave, or that of the config or study with the procedure's. */
    final String name(ConfigSource source, String procedure) {
        return name.orElseGet(() -> source.name() + "-" + procedure);
    }

    /** Carries it out as far as the user wants. */
    final int carryOut(ConfigSource source, Procedure procedure) {
        int count = workers.orElse(workerOptions.devices().size());
        require(count >= 1, "--workers: expected at least 1, found " + count);
        ProcedureFolder folder =
                new ProcedureFolder(workspace.procedures().resolve(procedure.name()));
        StudyWork work =
                new StudyWork(this, terminal, "", workerOptions.devices(), workerOptions.lease());
        PlannedStudy first = procedure.next(List.of()).orElseThrow();
        if (planOnly || !new StudyDirectory(studies().resolve(first.name())).isBegun()) {
            Estimate estimate = new Estimate(first.allSteps(), timed(first, folder, work), count);
            sayPlan(procedure, first, estimate, folder);
            if (planOnly) {
                return ExitCode.DONE;
            }
            folder.begin(procedure, source.text(), first, estimate);
        } else {
            folder.begin(
                    procedure,
                    source.text(),
                    first,
                    new Estimate(first.allSteps(), OptionalDouble.empty(), count));
        }
        return run(source, procedure, folder, work, count);
    }

    private Path studies() {
        return workspace.studies();
    }

    private OptionalDouble timed(PlannedStudy first, ProcedureFolder folder, StudyWork work) {
        err().println("Timing a few steps ...");
        return QuickTiming.secondsPerStep(
                first.base(),
                workerOptions.devices().get(0),
                folder.root().resolve("timing"),
                work::stopRequested);
    }

    private void sayPlan(
            Procedure procedure, PlannedStudy first, Estimate estimate, ProcedureFolder folder) {
        String further =
                procedure.mostFurther() == 0
                        ? ""
                        : ", and up to %s after it where that is not enough"
                                .formatted(
                                        procedure.mostFurther() == 1
                                                ? "one further study"
                                                : procedure.mostFurther() + " further studies");
        print(
                List.of(
                        "%s: study %s, %s of %,d steps%s."
                                .formatted(
                                        procedure.command(),
                                        first.name(),
                                        Numbers.count(first.trials(), "trial"),
                                        first.steps(),
                                        further),
                        "The first study: %s. Everything goes to %s."
                                .formatted(estimate.sentence(), folder.root())),
                terminal);
    }

    private int run(
            ConfigSource source,
            Procedure procedure,
            ProcedureFolder folder,
            StudyWork work,
            int count) {
        List<StudyRecord> finished = new ArrayList<>();
        List<Path> directories = new ArrayList<>();
        Optional<PlannedStudy> next = procedure.next(finished);
        while (next.isPresent()) {
            Path file = folder.write(next.get());
            try (OpenStudy study = OpenStudy.openOrCreate(file, studies(), Optional.empty())) {
                if (!study.open().isEmpty()
                        && work.supervise(study, count) == Supervisor.End.STOPPED) {
                    err().println("etude: stopped; the same command continues");
                    return ExitCode.PREEMPTED;
                }
                StudyReport.write(
                        study,
                        new PageFolder(study.directory().root()),
                        VerdictThresholds.defaults(),
                        words());
                StudyRecord record = StudyRecords.read(study);
                if (record.count(TrialState.FAILED) > 0) {
                    return failed(record);
                }
                finished.add(record);
                directories.add(study.directory().root());
            }
            next = procedure.next(finished);
        }
        return tell(source, procedure, folder, procedure.read(finished), directories);
    }

    private int failed(StudyRecord study) {
        err().printf(
                        "etude: %s of %s failed, and the procedure needs all; `%s` says why, `%s` makes the same command try again%n",
                        Numbers.count(study.count(TrialState.FAILED), "trial"),
                        study.outline().name(),
                        study.command("etude study status"),
                        study.command("etude study retry"));
        return ExitCode.FAILURE;
    }

    private int tell(
            ConfigSource source,
            Procedure procedure,
            ProcedureFolder folder,
            Result result,
            List<Path> directories) {
        Path page = folder.finish(procedure, procedure.name(), result, directories, words());
        out().println();
        print(result.sentences(), terminal);
        print(result.patch().lines(), terminal);
        write.ifPresent(file -> write(source, file, result));
        out().println("The report: " + page);
        if (!result.isAnswer()) {
            err().println("etude: " + result.sentences().get(0));
        }
        return result.isAnswer() ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private void write(ConfigSource source, Path file, Result result) {
        if (result.patch().keys().isEmpty()) {
            out().println("Nothing is proposed, so %s was not written.".formatted(file));
            return;
        }
        String text =
                result.patch().applied(result.config().orElse(source.file()), source.overrides());
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
        out().printf(
                        "%s is the config with the change, every default filled in, without comments: `etude train %s`%n",
                        file, Shell.word(file.toString()));
    }
}
