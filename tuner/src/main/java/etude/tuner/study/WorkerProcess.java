package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.files.WriteFailures;
import etude.tuner.process.ChildJvm;
import etude.tuner.store.Claim;
import etude.tuner.store.StoreLocation;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * One process of a worker, which does trial after trial.
 *
 * @param name of the worker while this process lives
 * @param log where it prints
 * @param logStart bytes of the log that are of earlier processes
 * @param gaveUp why it gave up, once it has said so
 * @param reader of its messages; ends with the process
 */
public record WorkerProcess(
        String name,
        Process process,
        Path log,
        long logStart,
        Queue<GaveUp> gaveUp,
        Thread reader) {
    /** For messages that a process left in its pipe when it ended. */
    private static final long READING_MILLISECONDS = 2_000;

    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_LINES = 20;

    /**
     * The environment variable that holds the URL of the store, where other users cannot see it.
     */
    private static final String STORE = "ETUDE_STORE";

    /**
     * Starts it.
     *
     * @param messages told each message, from a thread of its own
     */
    static WorkerProcess start(
            SupervisorOptions supervisor,
            WorkerArguments arguments,
            Path log,
            Consumer<TrialMessage> messages) {
        List<String> options =
                List.of("-XX:ErrorFile=" + log.resolveSibling("hs_err_%p.log").toAbsolutePath());
        ProcessBuilder builder =
                new ProcessBuilder(ChildJvm.command(supervisor.main(), options, arguments.words()))
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put(STORE, supervisor.store());
        builder.environment().putAll(arguments.device().environment());
        try {
            File file = log.toFile();
            long logStart = file.length();
            Process process = builder.start();
            Queue<GaveUp> gaveUp = new ConcurrentLinkedQueue<>();
            Thread reader = new Thread(() -> read(process, messages, gaveUp), arguments.name());
            reader.setDaemon(true);
            reader.start();
            return new WorkerProcess(arguments.name(), process, log, logStart, gaveUp, reader);
        } catch (IOException e) {
            throw WriteFailures.explain("log", log, "no further worker was started", e);
        }
    }

    private static void read(
            Process process, Consumer<TrialMessage> messages, Queue<GaveUp> gaveUp) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                TrialMessage.parse(line).ifPresent(messages);
                GaveUp.parse(line).ifPresent(gaveUp::add);
                line = lines.readLine();
            }
        } catch (IOException e) {
            return; // the process is gone, which its exit code tells
        }
    }

    /** The line of the log after which everything is of one attempt. */
    static String mark(Claim claim) {
        return "--- %s, attempt %d ---".formatted(claim.training().label(), claim.attempt());
    }

    /** The last lines it printed while it was at work on a trial. */
    String tail(Claim claim) {
        String mark = mark(claim) + "\n";
        String tail = tail();
        int begin = tail.lastIndexOf(mark);
        return begin < 0 ? tail : tail.substring(begin + mark.length());
    }

    private String tail() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(logStart, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) Math.max(0, file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .toList();
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    /** Why it gave up, or else the last line it printed. */
    String lastLine() {
        return Optional.ofNullable(gaveUp.peek()).map(GaveUp::why).orElseGet(this::lastOfLog);
    }

    private String lastOfLog() {
        return tail().lines().reduce((first, second) -> second).orElse("it printed nothing");
    }

    /**
     * Asks it to stop with a checkpoint. Not by a signal: at a terminal, it has had one already,
     * and a second one would end it at once.
     */
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            return; // it is gone already
        }
    }

    /** Waits for its end, and for its last message. */
    void join() {
        try {
            process.waitFor();
            reader.join(READING_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtudeException("interrupted while workers were stopping", e);
        }
    }

    /** The store that the supervisor of this process named; empty for that of the study. */
    public static Optional<StoreLocation> store() {
        return Optional.ofNullable(System.getenv(STORE))
                .filter(url -> !url.isEmpty())
                .map(StoreLocation::parse);
    }
}
