package etude.tuner.probe;

import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.WriteFailures;
import etude.tuner.process.ChildJvm;
import etude.tuner.process.MemoryLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Starts one child after the other and says how each ended.
 *
 * @param logs the directory for their requests, answers and output; those of children that answered
 *     are deleted
 * @param stopRequested ends the child that runs
 */
record Children(Path logs, BooleanSupplier stopRequested) {
    private static final Duration POLL = Duration.ofMillis(50);

    /** How a child ended. */
    sealed interface End {
        /** It answered. */
        record Answered(ChildAnswer answer) implements End {}

        /** It died without an answer. */
        record Died(int exitCode, Path log) implements End {}

        /** It was ended, for it took too long. */
        record Overdue() implements End {}

        /** It was ended, for the probe is to stop. */
        record Stopped() implements End {}
    }

    /**
     * Runs one child to its end.
     *
     * @param name of its files
     * @param limit of its memory
     * @param patience how long it may take
     */
    End run(String name, ChildRequest request, Optional<MemoryLimit> limit, Duration patience) {
        Path requested = logs.resolve(name + ".request.json");
        Path answered = logs.resolve(name + ".answer.json");
        Path log = logs.resolve(name + ".log");
        try {
            Files.createDirectories(logs);
            Files.deleteIfExists(answered);
            AtomicFiles.replace(requested, request.json());
            End end = wait(start(command(requested, answered, limit), log), patience, log);
            if (Files.exists(answered) && !(end instanceof End.Stopped)) {
                end = new End.Answered(ChildAnswer.read(answered));
                Files.deleteIfExists(log);
            }
            Files.deleteIfExists(requested);
            Files.deleteIfExists(answered);
            return end;
        } catch (IOException e) {
            throw WriteFailures.explain("probe", logs, "sizes done so far are kept", e);
        }
    }

    private List<String> command(Path requested, Path answered, Optional<MemoryLimit> limit) {
        List<String> options =
                new ArrayList<>(List.of("-XX:ErrorFile=" + logs.resolve("hs_err_%p.log")));
        limit.ifPresent(l -> options.addAll(l.jvmOptions()));
        List<String> command =
                ChildJvm.command(
                        ProbeChild.class,
                        options,
                        List.of(requested.toString(), answered.toString()));
        return limit.map(l -> l.enforce(command)).orElse(command);
    }

    private static Process start(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private End wait(Process child, Duration patience, Path log) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!child.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (stopRequested.getAsBoolean()) {
                    return ended(child, new End.Stopped());
                }
                if (System.nanoTime() - deadline > 0) {
                    return ended(child, new End.Overdue());
                }
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EtudeException("the probe was interrupted", e);
        }
        // A signal from the terminal reaches the child too, and ends it.
        return stopRequested.getAsBoolean()
                ? new End.Stopped()
                : new End.Died(child.exitValue(), log);
    }

    private static End ended(Process child, End end) throws InterruptedException {
        child.destroyForcibly().waitFor();
        return end;
    }
}
