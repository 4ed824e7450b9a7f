package etude.tuner.probe;

import etude.datasets.EtudeException;
import etude.trainer.engine.MemoryFailure;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.WriteFailures;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.process.ChildDevice;
import etude.tuner.process.ChildJvm;
import etude.tuner.process.MemoryLimit;
import etude.tuner.process.MpiRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Starts one child after the other and says what came of each, also where it died without an
 * answer. With several devices a child is as many ranks, of which the first answers.
 *
 * @param logs the directory for their requests, answers and output; those of children that answered
 *     are deleted
 * @param devices one for each rank
 * @param stopRequested ends the child that runs
 */
record Children(Path logs, List<ChildDevice> devices, BooleanSupplier stopRequested) {
    private static final Duration POLL = Duration.ofMillis(50);

    /** In which a launcher ends its ranks. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** SIGKILL, which nobody here sends. */
    private static final int KILLED = 128 + 9;

    private static final List<String> CAUSES =
            List.of("SIG", "Exception", "Error", "terminate called", "what():", "Assertion");

    Children {
        devices = List.copyOf(devices);
    }

    /** Children of one process, on the first device. */
    Children alone() {
        return new Children(logs, devices.subList(0, 1), stopRequested);
    }

    private enum End {
        EXITED,
        OVERDUE,
        STOPPED
    }

    /**
     * Runs one child to its end.
     *
     * @param name of its files
     * @param limit of its memory
     * @param patience how long it may take
     * @return empty when it was ended because the probe is to stop
     */
    Optional<ChildAnswer> run(
            String name,
            ProbeChild.Request request,
            Optional<MemoryLimit> limit,
            Duration patience) {
        Path requested = logs.resolve(name + ".request.json");
        Path answered = logs.resolve(name + ".answer.json");
        Path log = logs.resolve(name + ".log");
        try {
            Files.createDirectories(logs);
            Files.deleteIfExists(answered);
            AtomicFiles.replace(requested, request.json());
            Process child = start(command(requested, answered, limit), log);
            End end = end(child, patience);
            Optional<ChildAnswer> answer = Optional.empty();
            if (end != End.STOPPED && Files.exists(answered)) {
                answer = Optional.of(ChildAnswer.read(Json.parse(Files.readAllBytes(answered))));
                Files.deleteIfExists(log);
            } else if (end != End.STOPPED) {
                answer = Optional.of(silent(request.batchSize(), end, child, log));
            }
            Files.deleteIfExists(requested);
            Files.deleteIfExists(answered);
            return answer;
        } catch (IOException e) {
            throw WriteFailures.explain("probe", logs, "sizes done so far are kept", e);
        }
    }

    private List<String> command(Path requested, Path answered, Optional<MemoryLimit> limit) {
        List<String> options =
                new ArrayList<>(List.of("-XX:ErrorFile=" + logs.resolve("hs_err_%p.log")));
        limit.ifPresent(l -> options.addAll(l.jvmOptions()));
        List<String> process =
                ChildJvm.command(
                        ProbeChild.class,
                        options,
                        List.of(requested.toString(), answered.toString()));
        List<String> command =
                limit.map(all -> new MemoryLimit(all.bytes() / devices.size()).enforce(process))
                        .orElse(process);
        return devices.size() == 1
                ? command
                : MpiRun.command(
                        devices.stream()
                                .map(device -> new MpiRun.Rank(device.environment(), command))
                                .toList());
    }

    private Process start(List<String> command, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        if (devices.size() == 1) {
            builder.environment().putAll(devices.get(0).environment());
        }
        return builder.start();
    }

    private End end(Process child, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!child.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                boolean stopped = stopRequested.getAsBoolean();
                if (stopped || System.nanoTime() - deadline > 0) {
                    end(child);
                    return stopped ? End.STOPPED : End.OVERDUE;
                }
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EtudeException("the probe was interrupted", e);
        }
        // A signal from the terminal reaches the child too, and ends it.
        return stopRequested.getAsBoolean() ? End.STOPPED : End.EXITED;
    }

    /** A launcher that is killed would leave its ranks. */
    private void end(Process child) throws InterruptedException {
        if (devices.size() > 1) {
            child.destroy();
            child.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
        }
        child.destroyForcibly().waitFor();
    }

    /** What it means that a child ended without an answer. */
    private static Failed silent(int batchSize, End end, Process child, Path log) {
        return end == End.OVERDUE
                ? new Failed(batchSize, Failure.TOO_SLOW, "no result in the time there was")
                : died(batchSize, child.exitValue(), log);
    }

    /** What a death means, as far as its exit code and its last words tell. */
    static Failed died(int batchSize, int exitCode, Path log) {
        List<String> lines = lines(log);
        if (lines.stream().anyMatch(MemoryFailure::isLastWord)) {
            return new Failed(batchSize, Failure.OUT_OF_MEMORY, cause(lines));
        }
        if (exitCode == KILLED) {
            return new Failed(
                    batchSize,
                    Failure.OUT_OF_MEMORY,
                    "killed from outside (SIGKILL): by the kernel if memory ran out, or by somebody");
        }
        return new Failed(
                batchSize,
                Failure.CRASHED,
                "exit code %d: %s (%s)".formatted(exitCode, cause(lines), log));
    }

    private static List<String> lines(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.replaceAll("^#", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The line that says most. */
    private static String cause(List<String> lines) {
        return lines.stream()
                .filter(
                        line ->
                                MemoryFailure.isLastWord(line)
                                        || CAUSES.stream().anyMatch(line::contains))
                .findFirst()
                .orElse(lines.isEmpty() ? "no output" : lines.get(lines.size() - 1));
    }
}
