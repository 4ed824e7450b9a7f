package etude.tuner.cli;

import etude.trainer.run.StopSignals;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyListener;
import etude.tuner.study.Supervisor;
import etude.tuner.study.SupervisorOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** What `run` and `worker` do with a study once it is open. */
record StudyWork(CommandSpec spec, Path path, String store, List<String> devices, Duration lease) {
    static StudyWork of(CommandSpec spec, StudyArgument argument, WorkerOptions options) {
        return new StudyWork(
                spec, argument.path(), argument.store(), options.devices(), options.lease());
    }

    int run(OpenStudy study, int workers) {
        Supervisor.End end = supervise(study, workers);
        PrintWriter out = spec.commandLine().getOut();
        StudyStatus status = StudyStatus.of(study);
        status.lines().forEach(out::println);
        out.flush();
        if (end == Supervisor.End.STOPPED) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("etude: stopped; the same command continues");
            err.flush();
            return ExitCode.PREEMPTED;
        }
        return status.failed() > 0 ? ExitCode.FAILURE : ExitCode.DONE;
    }

    /** Keeps workers busy until every trial has ended, or a signal comes. */
    Supervisor.End supervise(OpenStudy study, int workers) {
        StudyListener listener = StudyProgress.here(study, workers);
        StopSignals signals =
                StopSignals.install("every trial saves a checkpoint and stops", listener::note);
        SupervisorOptions options =
                new SupervisorOptions(
                        path,
                        store,
                        devices,
                        workers,
                        lease,
                        TrialProcess.class,
                        CommandWords.of(spec));
        return new Supervisor(study, options, listener, signals::requested).run();
    }
}
