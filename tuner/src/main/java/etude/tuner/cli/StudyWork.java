package etude.tuner.cli;

import etude.trainer.run.StopSignals;
import etude.tuner.report.StudyReport;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyListener;
import etude.tuner.study.Supervisor;
import etude.tuner.study.SupervisorOptions;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** What `run` and `worker` do with a study once it is open. */
final class StudyWork {
    private final CommandSpec spec;
    private final StudyArgument argument;
    private final WorkerOptions workerOptions;
    private final StopSignals signals;

    /** Read by the thread that handles signals. */
    private volatile Consumer<String> notes;

    /** Takes over the process's signals, so it is to be made before the study is opened. */
    StudyWork(CommandSpec spec, StudyArgument argument, WorkerOptions workerOptions) {
        this.spec = spec;
        this.argument = argument;
        this.workerOptions = workerOptions;
        PrintWriter err = spec.commandLine().getErr();
        notes = err::println;
        signals =
                StopSignals.install(
                        "every trial saves a checkpoint and stops",
                        sentence -> notes.accept(sentence));
    }

    int run(OpenStudy study, int workers) {
        StudyListener listener = StudyProgress.here(study, workers);
        notes = listener::note;
        SupervisorOptions options =
                new SupervisorOptions(
                        argument.store(),
                        workerOptions.devices(),
                        workers,
                        workerOptions.lease(),
                        TrialProcess.class,
                        CommandWords.of(spec));
        Supervisor.End end = new Supervisor(study, options, listener, signals::requested).run();
        PrintWriter out = spec.commandLine().getOut();
        StudyStatus status = StudyStatus.of(study);
        status.lines().forEach(out::println);
        out.println();
        out.println("The report: " + StudyReport.write(study, CommandWords.of(spec)));
        out.flush();
        if (end == Supervisor.End.STOPPED) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("etude: stopped; the same command continues");
            err.flush();
            return ExitCode.PREEMPTED;
        }
        return status.failed() > 0 ? ExitCode.FAILURE : ExitCode.DONE;
    }
}
