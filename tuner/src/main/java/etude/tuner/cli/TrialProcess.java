package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.engine.EngineLoading;
import etude.trainer.run.GitState;
import etude.trainer.run.StopSignals;
import etude.tuner.process.Lifeline;
import etude.tuner.store.Access;
import etude.tuner.store.Ending;
import etude.tuner.store.SqliteLibrary;
import etude.tuner.study.GaveUp;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.study.TrialWorker;
import etude.tuner.study.WorkerArguments;
import etude.tuner.study.WorkerExit;
import etude.tuner.study.WorkerProcess;
import etude.tuner.study.WorkerState;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that does trials, one at a time. Messages for the supervisor go to stdout, everything
 * else to stderr, which is the worker's log.
 */
final class TrialProcess {
    private TrialProcess() {}

    /**
     * Claims and trains trials.
     *
     * @param words see {@link WorkerArguments}
     */
    public static void main(String[] words) {
        System.setProperty(LoggingSetup.PROPERTY, LoggingSetup.class.getName());
        SqliteLibrary.load();
        EngineLoading.begin();
        PrintStream messages = System.out;
        System.setOut(System.err); // nothing but messages may stand there
        AtomicBoolean orphaned = new AtomicBoolean();
        Lifeline.watch(System.in, () -> orphaned.set(true));
        System.exit(work(WorkerArguments.parse(List.of(words)), messages, orphaned));
    }

    /** Trial after trial, with the exit code that says why it ended. */
    static int work(WorkerArguments arguments, PrintStream messages, AtomicBoolean orphaned) {
        StudyDirectory directory = new StudyDirectory(arguments.study());
        StopSignals signals =
                StopSignals.install("saving a checkpoint after this step", System.err::println);
        try (OpenStudy study = StudyOpening.open(directory, WorkerProcess.store(), Access.WRITING);
                WorkerState state = new WorkerState(GitState.find(Path.of("")))) {
            return work(
                    new TrialWorker(
                            study,
                            arguments,
                            state,
                            () -> orphaned.get() || signals.requested(),
                            message -> messages.println(message.line()),
                            System.err::println));
        } catch (ConfigException e) {
            return giveUp(String.join(" ", e.problems()), WorkerExit.WRONG, messages);
        } catch (EtudeException e) {
            return giveUp(String.valueOf(e.getMessage()), WorkerExit.HOPELESS, messages);
        } catch (RuntimeException | Error e) {
            // Were it left to the JVM, threads of native libraries could keep the process alive.
            e.printStackTrace();
            return WorkerExit.BROKEN;
        }
    }

    private static int giveUp(String why, int exitCode, PrintStream messages) {
        System.err.println(why);
        messages.println(new GaveUp(why).line());
        return exitCode;
    }

    /** Trial after trial, as long as this process is as good as a new one. */
    private static int work(TrialWorker worker) {
        while (true) {
            Optional<Ending> ending = worker.work();
            if (ending.isEmpty()) {
                return WorkerExit.IDLE;
            }
            if (ending.get() instanceof Ending.Preempted) {
                return WorkerExit.STOPPED;
            }
            if (ending.get() instanceof Ending.Crashed || worker.state().isWornOut()) {
                return WorkerExit.DONE;
            }
        }
    }
}
