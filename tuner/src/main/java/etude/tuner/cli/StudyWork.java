package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.trainer.config.RunConfig;
import etude.trainer.run.StopSignals;
import etude.tuner.analysis.headline.Headline;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.cluster.JobScript;
import etude.tuner.cluster.Programs;
import etude.tuner.cluster.Submitted;
import etude.tuner.process.ChildDevice;
import etude.tuner.process.GpuNotices;
import etude.tuner.progress.StudyProgress;
import etude.tuner.progress.Terminal;
import etude.tuner.report.PageFolder;
import etude.tuner.report.StudyReport;
import etude.tuner.store.Access;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyListener;
import etude.tuner.study.Supervisor;
import etude.tuner.study.SupervisorOptions;
import etude.tuner.text.Numbers;
import etude.tuner.tracking.StudyPlan;
import etude.tuner.tracking.StudyStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What `run` and `worker` do with a study once it is open. */
final class StudyWork {
    /** The option of a worker that is not to hold what others need. */
    static final String LEAVE_WHEN_IDLE = "--leave-when-idle";

    private final PrintingCommand command;
    private final Terminal terminal;
    private final Computing computing;
    private final String store;
    private final List<ChildDevice> devices;
    private final Duration lease;
    private final Programs programs;
    private final boolean guided;
    private final StopSignals signals;

    /** Whether to leave once no trial waits for a worker. */
    private boolean leaving;

    /** Read by the thread that handles signals. */
    private volatile Consumer<String> notes;

    /** Takes over the process's signals, so it is to be made before the study is opened. */
    StudyWork(
            PrintingCommand command,
            CommandContext context,
            String store,
            List<ChildDevice> devices,
            Duration lease) {
        this.command = command;
        terminal = context.terminal();
        computing = context.computing();
        this.store = store;
        this.devices = devices;
        this.lease = lease;
        programs = context.programs();
        guided = context.guided();
        notes = command.err()::println;
        signals =
                StopSignals.install(
                        "every trial saves a checkpoint and stops",
                        sentence -> notes.accept(sentence));
    }

    static StudyWork of(OneStudyCommand command, WorkerOptions options) {
        return new StudyWork(
                command,
                command.context(),
                command.store().url(),
                options.devices(),
                options.lease());
    }

    /** For workers that others need the machine of, when no trial waits for one. */
    StudyWork leaving(boolean whenIdle) {
        leaving = whenIdle;
        return this;
    }

    /** Runs what has not ended, says how far the study is, and writes its report. */
    int run(OpenStudy study, int workers) {
        GpuNotices.of(devices).forEach(command.err()::println);
        Supervisor.End end = supervise(study, workers);
        StudyStatus status = StudyStatus.of(study);
        command.print(status.lines(terminal.width()), terminal);
        if (end == Supervisor.End.STOPPED) { // at once: whoever stopped it may need the machine
            command.err().println("etude: stopped; the same command continues");
            return ExitCode.PREEMPTED;
        }
        if (end == Supervisor.End.NOTHING_WAITS) {
            command.err()
                    .println("No trial waits for a worker; others are at work on the last ones.");
            return ExitCode.DONE;
        }
        cancelWaiting(study);
        StudyReport report =
                StudyReport.write(
                        study,
                        new PageFolder(study.directory().root()),
                        VerdictThresholds.defaults(),
                        command.words());
        command.out().println();
        Headline headline = report.headline();
        (guided ? headline.plainAnswer() : headline.plain()).forEach(command.out()::println);
        command.out().println("The report: " + report.page());
        return status.failed() > 0 ? ExitCode.FAILURE : ExitCode.DONE;
    }

    /** Jobs of a cluster that would find nothing to do. A study that has ended stays so without. */
    private void cancelWaiting(OpenStudy study) {
        Submitted submitted = new Submitted(study.directory().root(), programs);
        try {
            int waiting = submitted.canAsk() ? submitted.cancelWaiting() : 0;
            if (waiting > 0) {
                command.err()
                        .println(
                                "Cancelled %s that waited: every trial has ended."
                                        .formatted(Numbers.count(waiting, "job")));
            }
        } catch (EtudeException e) {
            command.err().println("Jobs that still wait were not cancelled: " + e.getMessage());
        }
    }

    /**
     * Times a few steps.
     *
     * @param logs where files are meanwhile
     */
    OptionalDouble secondsPerStep(RunConfig config, Path logs) {
        return computing.secondsPerStep(config, devices.get(0), logs, signals::requested);
    }

    /** What a user should know of a study that is about to begin. */
    static void announce(OpenStudy study, int workers, PrintWriter err) {
        if (study.trials().stream().allMatch(trial -> trial.attempt() == 0)) {
            StudyPlan plan = new StudyPlan(study.study());
            plan.pointer().ifPresent(err::println);
            plan.parallelism(workers).ifPresent(err::println);
        }
    }

    /** Keeps workers busy until every trial has ended, or a signal comes. */
    Supervisor.End supervise(OpenStudy study, int workers) {
        StudyListener listener = StudyProgress.on(terminal, study, workers);
        notes = listener::note;
        SupervisorOptions options =
                new SupervisorOptions(
                        store,
                        devices,
                        workers,
                        lease,
                        leaving,
                        Optional.ofNullable(programs.environment().get(JobScript.JOB)),
                        TrialProcess.class,
                        command.words());
        return computing.train(study, options, listener, signals::requested);
    }

    /** Runs the trials of a study. */
    @Command(
            name = "run",
            description = {
                "Run the trials of a study; the same command again continues one that was stopped.",
                "TERM and INT stop it, with a checkpoint of every trial."
            })
    static final class Run extends OneStudyCommand {
        @Mixin private WorkerOptions workerOptions = new WorkerOptions();

        @Option(
                names = "--workers",
                paramLabel = "N",
                description = "Trials that run at once (default: one for each of --devices, or 1).")
        private Optional<Integer> workers = Optional.empty();

        Run(CommandContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            int count = workers.orElse(workerOptions.devices().size());
            require(count >= 1, "--workers: expected at least 1, found " + count);
            StudyWork work = StudyWork.of(this, workerOptions);
            try (OpenStudy study = openOrCreate()) {
                announce(study, count, err());
                return work.run(study, count);
            }
        }
    }

    /** One worker, beside others on this machine or on another. */
    @Command(
            name = "worker",
            description = {
                "Run trials of a study that has begun, one at a time, beside other workers.",
                "On another machine it needs the same store, and the study's directory."
            })
    static final class Worker extends OneStudyCommand {
        @Mixin private WorkerOptions workerOptions = new WorkerOptions();

        @Option(
                names = LEAVE_WHEN_IDLE,
                description =
                        "End once no trial has waited for a worker for two leases, though others are at work"
                                + " (default: stay until every trial has ended, in case one of them dies).")
        private boolean leaves;

        Worker(CommandContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            StudyWork work = StudyWork.of(this, workerOptions).leaving(leaves);
            try (OpenStudy study = open(Access.WRITING)) {
                return work.run(study, 1);
            }
        }
    }
}
