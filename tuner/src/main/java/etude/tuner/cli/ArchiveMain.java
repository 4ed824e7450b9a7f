package etude.tuner.cli;

import etude.trainer.engine.EngineLoading;
import etude.tuner.process.ChildDevice;
import etude.tuner.progress.Terminal;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyOpening;
import etude.tuner.study.WorkerArguments;
import etude.tuner.study.WorkerExit;
import etude.tuner.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Does in one process what a run, a worker of a study and its supervisor do, so that one archive
 * holds the classes of them all. The launcher calls it after a build, in a folder with {@code
 * run.yaml} and {@code study.yaml}.
 */
final class ArchiveMain {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private ArchiveMain() {}

    /** Exits with 0 where all went well. */
    public static void main(String[] none) {
        System.setProperty(LoggingSetup.PROPERTY, LoggingSetup.class.getName());
        EngineLoading.begin();
        boolean done =
                run("train", "run.yaml", "--device", "cpu", "--run-dir", "run")
                        && work(Path.of("study.yaml"), Path.of("studies"))
                        && run("study", "run", "study.yaml", "--workers", "1");
        System.exit(done ? 0 : 1);
    }

    private static boolean work(Path file, Path studies) {
        Path directory;
        try (OpenStudy study = StudyOpening.openOrCreate(file, studies, Optional.empty())) {
            directory = study.directory().root();
        }
        WorkerArguments arguments =
                new WorkerArguments(
                        directory, new ChildDevice("cpu"), "archive", LEASE, List.of("study"));
        return TrialProcess.work(arguments, System.err, new AtomicBoolean()) == WorkerExit.IDLE;
    }

    private static boolean run(String... arguments) {
        Terminal terminal = new Terminal(System.err, 0, 0, false, StandardCharsets.UTF_8);
        CommandContext context =
                new CommandContext(Workspace.current(), terminal, new Computing.Processes());
        return Etude.run(Etude.commandLine(context, arguments), arguments) == 0;
    }
}
