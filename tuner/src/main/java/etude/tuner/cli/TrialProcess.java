package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.tuner.process.Lifeline;
import etude.tuner.store.Access;
import etude.tuner.store.Ending;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.TrialWorker;
import etude.tuner.study.WorkerArguments;
import etude.tuner.study.WorkerExit;
import etude.tuner.study.WorkerProcess;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The process of one trial. Messages for the supervisor go to stdout, everything else to stderr,
 * which is the worker's log.
 */
final class TrialProcess {
    private TrialProcess() {}

    /**
     * Claims a trial and trains it.
     *
     * @param words see {@link WorkerArguments}
     */
    public static void main(String[] words) {
        System.setProperty(LoggingSetup.PROPERTY, LoggingSetup.class.getName());
        PrintStream messages = System.out;
        System.setOut(System.err); // nothing but messages may stand there
        AtomicBoolean orphaned = new AtomicBoolean();
        Lifeline.watch(System.in, () -> orphaned.set(true));
        System.exit(work(WorkerArguments.parse(List.of(words)), messages, orphaned));
    }

    private static int work(
            WorkerArguments arguments, PrintStream messages, AtomicBoolean orphaned) {
        StudyDirectory directory = new StudyDirectory(arguments.study());
        try (OpenStudy study = OpenStudy.open(directory, WorkerProcess.store(), Access.WRITING)) {
            Optional<Ending> ending =
                    new TrialWorker(
                                    study,
                                    arguments,
                                    orphaned::get,
                                    message -> messages.println(message.line()),
                                    System.err::println)
                            .work();
            if (ending.isEmpty()) {
                return WorkerExit.IDLE;
            }
            return ending.get() instanceof Ending.Preempted ? WorkerExit.STOPPED : WorkerExit.DONE;
        } catch (ConfigException e) {
            System.err.println(String.join(" ", e.problems()));
            return WorkerExit.WRONG;
        } catch (EtudeException e) {
            System.err.println(e.getMessage());
            return WorkerExit.HOPELESS;
        } catch (RuntimeException | Error e) {
            // Were it left to the JVM, threads of native libraries could keep the process alive.
            e.printStackTrace();
            return WorkerExit.BROKEN;
        }
    }
}
