package etude.tuner.cli;

import etude.trainer.run.StopSignals;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.progress.StudyProgress;
import etude.tuner.progress.Terminal;
import etude.tuner.report.StudyReport;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyListener;
import etude.tuner.study.Supervisor;
import etude.tuner.study.SupervisorOptions;
import etude.tuner.tracking.StudyStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** What `run` and `worker` do with a study once it is open. */
final class StudyWork {
    private final CommandSpec spec;
    private final Terminal terminal;
    private final String store;
    private final List<String> devices;
    private final Duration lease;
    private final StopSignals signals;

    /** Read by the thread that handles signals. */
    private volatile Consumer<String> notes;

    /** Takes over the process's signals, so it is to be made before the study is opened. */
    StudyWork(
            CommandSpec spec,
            Terminal terminal,
            String store,
            List<String> devices,
            Duration lease) {
        this.spec = spec;
        this.terminal = terminal;
        this.store = store;
        this.devices = devices;
        this.lease = lease;
        PrintWriter err = spec.commandLine().getErr();
        notes = err::println;
        signals =
                StopSignals.install(
                        "every trial saves a checkpoint and stops",
                        sentence -> notes.accept(sentence));
    }

    static StudyWork of(
            CommandSpec spec, Terminal terminal, StudyArgument argument, WorkerOptions options) {
        return new StudyWork(
                spec, terminal, argument.store().url(), options.devices(), options.lease());
    }

    int run(OpenStudy study, int workers) {
        Supervisor.End end = supervise(study, workers);
        PrintWriter out = spec.commandLine().getOut();
        StudyStatus status = StudyStatus.of(study);
        status.lines().forEach(out::println);
        out.flush();
        if (end == Supervisor.End.STOPPED) { // at once: whoever stopped it may need the machine
            PrintWriter err = spec.commandLine().getErr();
            err.println("etude: stopped; the same command continues");
            err.flush();
            return ExitCode.PREEMPTED;
        }
        out.println();
        out.println(
                "The report: "
                        + StudyReport.write(
                                study, VerdictThresholds.defaults(), CommandWords.of(spec)));
        out.flush();
        return status.failed() > 0 ? ExitCode.FAILURE : ExitCode.DONE;
    }

    /** Keeps workers busy until every trial has ended, or a signal comes. */
    Supervisor.End supervise(OpenStudy study, int workers) {
        StudyListener listener = StudyProgress.on(terminal, study, workers);
        notes = listener::note;
        SupervisorOptions options =
                new SupervisorOptions(
                        store, devices, workers, lease, TrialProcess.class, CommandWords.of(spec));
        return new Supervisor(study, options, listener, signals::requested).run();
    }
}
