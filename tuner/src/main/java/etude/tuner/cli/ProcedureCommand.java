package etude.tuner.cli;

import etude.trainer.config.ConfigException;
import etude.trainer.files.AtomicFiles;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.procedure.Estimate;
import etude.tuner.procedure.PlannedStudy;
import etude.tuner.procedure.Procedure;
import etude.tuner.procedure.ProcedureFolder;
import etude.tuner.procedure.Result;
import etude.tuner.procedure.StabilityProcedure;
import etude.tuner.progress.Terminal;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.report.PageFolder;
import etude.tuner.report.StudyReport;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyOpening;
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
import java.util.stream.Stream;
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

    private final CommandContext context;
    private final Workspace workspace;
    private final Terminal terminal;

    ProcedureCommand(CommandContext context) {
        this.context = context;
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

    /**
     * The procedure that finds the unstable rate, with which others begin: under the name that it
     * has by itself, unless the user gave one.
     */
    final StabilityProcedure stability(ConfigSource source, ConfigSource.Data data) {
        return stability(name.orElse(source.name()) + "-stability", source, data);
    }

    /** The same under a name. */
    final StabilityProcedure stability(String named, ConfigSource source, ConfigSource.Data data) {
        return StabilityProcedure.of(
                named,
                source.file(),
                source.overrides(),
                source.study(),
                source.objective(data),
                data.trainExamples());
    }

    /** Carries it out as far as the user wants. */
    final int carryOut(ConfigSource source, Procedure procedure) {
        int count = workers.orElse(workerOptions.devices().size());
        require(count >= 1, "--workers: expected at least 1, found " + count);
        ProcedureFolder folder =
                new ProcedureFolder(workspace.procedures().resolve(procedure.name()));
        StudyWork work =
                new StudyWork(this, context, "", workerOptions.devices(), workerOptions.lease());
        PlannedStudy first = procedure.next(List.of()).orElseThrow();
        if (planOnly || !folder.isBegun()) {
            OptionalDouble timed = timed(first, folder, work);
            Estimate estimate = new Estimate(first.allSteps(), timed, count);
            Estimate most = new Estimate(procedure.mostSteps(), timed, count);
            sayPlan(procedure, first, List.of(estimate, most), folder);
            if (planOnly) {
                return ExitCode.DONE;
            }
            folder.begin(procedure, source.text(), first, estimate, most);
        } else {
            folder.requireSame(procedure, source.text());
        }
        return run(source, procedure, folder, work, count);
    }

    private Path studies() {
        return workspace.studies();
    }

    private OptionalDouble timed(PlannedStudy first, ProcedureFolder folder, StudyWork work) {
        err().println("Timing a few steps ...");
        return work.secondsPerStep(first.base(), folder.root().resolve("timing"));
    }

    private void sayPlan(
            Procedure procedure,
            PlannedStudy first,
            List<Estimate> estimates,
            ProcedureFolder folder) {
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
                        "The first study: %s.".formatted(estimates.get(0).sentence()),
                        "All together, at most: %s. Everything goes to %s."
                                .formatted(estimates.get(1).sentence(), folder.root())),
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
            try (OpenStudy study = StudyOpening.openOrCreate(file, studies(), Optional.empty())) {
                Optional<Integer> ended = finish(study, next.get(), work, count);
                if (ended.isPresent()) {
                    return ended.get();
                }
                StudyReport.write(
                        study,
                        new PageFolder(study.directory().root()),
                        VerdictThresholds.defaults(),
                        words());
                finished.add(StudyRecords.read(study));
                directories.add(study.directory().root());
            }
            next = procedure.next(finished);
        }
        return tell(source, procedure, folder, procedure.read(finished), directories);
    }

    /**
     * Trains all trials, then the reruns that were planned; the exit code where that is the end.
     */
    private Optional<Integer> finish(
            OpenStudy study, PlannedStudy planned, StudyWork work, int count) {
        Optional<Integer> ended = train(study, work, count);
        if (ended.isPresent() || planned.reruns().isEmpty()) {
            return ended;
        }
        PlannedStudy.Reruns reruns = planned.reruns().get();
        reruns.margin().ifPresent(least -> study.store().keepMargin(study.id(), least));
        study.rerun(
                Analysis.of(StudyRecords.read(study), VerdictThresholds.defaults())
                        .worthRerunning()
                        .stream()
                        .map(TrialRecord::trial)
                        .toList(),
                reruns.seeds());
        return train(study, work, count);
    }

    private Optional<Integer> train(OpenStudy study, StudyWork work, int count) {
        if (!study.open().isEmpty() && work.supervise(study, count) == Supervisor.End.STOPPED) {
            err().println("etude: stopped; the same command continues");
            return Optional.of(ExitCode.PREEMPTED);
        }
        StudyRecord record = StudyRecords.ofStore(study);
        long failed =
                Stream.concat(record.trials().stream(), record.reruns().stream())
                        .filter(trial -> trial.state() == TrialState.FAILED)
                        .count();
        if (failed == 0) {
            return Optional.empty();
        }
        err().printf(
                        "etude: %s of %s failed, and the procedure needs all; `%s` says why, `%s` makes the same command try again%n",
                        Numbers.count(failed, "training"),
                        record.outline().name(),
                        record.command("etude study status"),
                        record.command("etude study retry"));
        return Optional.of(ExitCode.FAILURE);
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
