package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.process.TestDevice;
import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.Claim;
import etude.tuner.store.Ending;
import etude.tuner.store.SmallDisk;
import etude.tuner.store.TrialAttempt;
import etude.tuner.store.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a study when something happens to its processes or its disk. */
@EnabledOnOs(OS.LINUX)
final class StudyTroubleTest {
    private static final AttemptOrigin OTHER =
            new AttemptOrigin("other", "", "", "", "", "", Map.of());

    @TempDir private Path directory;

    @Test
    void aSignalStopsWithCheckpointsAndTheSameCommandFinishes() throws Exception {
        SmallStudy study = SmallStudy.write(directory, 2, 1500);
        String[] command = {"study", "run", "study.yaml", "--workers", "2"};
        Process run = study.start(Etude.class, command);
        SmallStudy.await(run, study::hasEvaluations);
        run.destroy();
        assertThat(run.waitFor()).isEqualTo(ExitCode.PREEMPTED);
        assertThat(study.trials()).allMatch(t -> t.state() == TrialState.PENDING);
        assertThat(study.directory().resolve("err.txt"))
                .content()
                .contains("every trial saves a checkpoint", "the same command continues");

        CommandResult again = study.etude(command);
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("2 trials: 2 completed");
        List<TrialAttempt> attempts =
                study.inStore(s -> s.attempts(SmallStudy.id(s), 0)).stream().toList();
        assertThat(study.endings(0)).containsExactly("preempted", "completed");
        assertThat(attempts.get(1).continuedFrom().orElseThrow()).isPositive();
    }

    @Test
    void aProcessThatAbortsAgainAndAgainEndsAsFailed() throws Exception {
        SmallStudy study = SmallStudy.write(directory, 1, 30, "validation/loss", "seed: 1");
        Files.writeString(
                directory.resolve("study.yaml"),
                Files.readString(directory.resolve("study.yaml"))
                        .replace("fixed: {seed: 1}\n", ""));
        study.begin();
        crashBefore(study, 3); // as a worker does that was aborted; two more are
        CommandResult run = study.run();
        assertThat(run.err())
                .contains("trial 0 crashed (the process was aborted by native code (SIGABRT))");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.out()).contains("1 trial: 1 failed", "etude study retry");
        List<TrialAttempt> attempts = study.inStore(s -> s.attempts(SmallStudy.id(s), 0));
        assertThat(study.endings(0))
                .containsExactly("crashed", "crashed", "crashed", "crashed", "failed");
        assertThat(attempts.subList(3, 5))
                .allMatch(a -> a.lastLogLines().contains("terminate called after"));
        assertThat(attempts.get(4).reason().orElseThrow())
                .isEqualTo(
                        "5 attempts in a row made no progress; in the last one, the process was aborted by native code (SIGABRT)");

        assertThat(study.etude("study", "retry", "study.yaml").exitCode()).isZero();
        assertThat(study.trials()).allMatch(t -> t.state() == TrialState.PENDING);
    }

    private static void crashBefore(SmallStudy study, int times) {
        study.inStore(
                store -> {
                    for (int i = 0; i < times; i++) {
                        Claim claim =
                                store.claim(SmallStudy.id(store), OTHER, Duration.ofMinutes(1))
                                        .orElseThrow();
                        store.end(claim, new Ending.Crashed("the process was aborted"), "");
                    }
                    return true;
                });
    }

    @Test
    void anObjectiveThatIsNeverMeasuredStopsTheStudyAtOnce() throws Exception {
        SmallStudy study =
                SmallStudy.write(directory, 3, 30, "validation/perplexity", "model.hidden: [8]");
        CommandResult run = study.run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains(
                        "etude: objective.metric: expected a metric that the trials of this study measure (validation/loss, validation/error_rate, ")
                .contains("found validation/perplexity");
        assertThat(study.trials()).allMatch(t -> t.state() == TrialState.PENDING);
    }

    @Test
    void missingDataStopTheStudyAndFailNoTrial() throws Exception {
        SmallStudy study = SmallStudy.write(directory, 2, 30);
        Path base = directory.resolve("base.yaml");
        Files.writeString(
                base,
                Files.readString(base)
                        .replaceAll("dataset: .*", "dataset: {name: text, path: nowhere.txt}")
                        .replace("model: {name: mlp}", "model: {name: gpt}"));
        Path file = directory.resolve("study.yaml");
        Files.writeString(file, Files.readString(file).replaceAll("fixed: .*\n", ""));
        CommandResult run = study.run();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("nowhere.txt").doesNotContain("bug");
        assertThat(study.trials()).allMatch(t -> t.state() == TrialState.PENDING);
        assertThat(study.endings(0)).as("however often it is tried").containsOnly("preempted");
    }

    @Test
    void afterAFullDiskTheSameCommandFinishes() throws Exception {
        Path studies = Files.createDirectories(directory.resolve("studies"));
        SmallStudy study = SmallStudy.write(directory, 2, 30);
        try (SmallDisk disk = SmallDisk.mount(studies, 4096)) {
            assertThat(disk).isNotNull();
            study.begin();
            Path ballast = fill(studies, 60 * 1024);
            // A trial that could not even be given back is free once its lease is over.
            CommandResult full = study.run("--lease", "6");
            assertThat(full.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(full.err()).contains("no space left on the disk").doesNotContain("bug");

            Files.delete(ballast);
            CommandResult run = study.run("--lease", "6");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("2 trials: 2 completed");
        }
    }

    /** Leaves so many bytes. */
    private static Path fill(Path disk, int left) throws IOException {
        Path ballast = disk.resolve("ballast");
        long free = disk.toFile().getUsableSpace();
        Files.write(ballast, new byte[(int) (free - left)], StandardOpenOption.CREATE);
        return ballast;
    }

    @Test
    void aSuspendedWorkerLosesItsTrialAndWritesNothingMore() throws Exception {
        SmallStudy study = SmallStudy.write(directory, 1, 30_000);
        study.begin();
        Process worker =
                study.start(
                        TrialProcess.class,
                        study.root().toString(),
                        TestDevice.name(),
                        "suspended",
                        "2000");
        Path checkpoints = study.root().resolve("trials/00000/checkpoints");
        SmallStudy.await(worker, () -> Files.exists(checkpoints.resolve("step-00003000")));
        Thread.sleep(200); // and whatever belongs to it; the next one is seconds away
        signal(worker, "STOP");
        Claim taken = take(study);
        Map<String, String> before = files(study.root().resolve(taken.runDirectory()));

        signal(worker, "CONT");
        assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(files(study.root().resolve(taken.runDirectory()))).isEqualTo(before);
        assertThat(directory.resolve("err.txt"))
                .content()
                .contains("trial 0 is lost to worker suspended");

        study.inStore(
                store -> {
                    store.end(taken, new Ending.Preempted(), "");
                    return true;
                });
        assertThat(study.endings(0)).endsWith("lost", "preempted");
    }

    private static Claim take(SmallStudy study) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Optional<Claim> taken = Optional.empty();
        while (taken.isEmpty()) {
            assertThat(System.nanoTime() - deadline).as("the lease has ended").isNegative();
            Thread.sleep(100);
            taken = study.inStore(s -> s.claim(SmallStudy.id(s), OTHER, Duration.ofSeconds(2)));
        }
        return taken.get();
    }

    @Test
    void aWorkerThatHangsIsKilledAndItsTrialIsDoneAgain() throws Exception {
        SmallStudy study = SmallStudy.write(directory, 1, 3000);
        Set<ProcessHandle> others = children();
        CompletableFuture<CommandResult> run =
                CompletableFuture.supplyAsync(() -> study.run("--lease", "1"));
        SmallStudy.await(() -> !run.isDone(), study::hasEvaluations);
        Set<ProcessHandle> workers = children();
        workers.removeAll(others); // such as a browser
        assertThat(workers).hasSize(1).allSatisfy(worker -> signal(worker.pid(), "STOP"));
        CommandResult end = run.get(90, TimeUnit.SECONDS);
        assertThat(end.exitCode()).isZero();
        assertThat(end.err()).contains("gives no sign any more");
        assertThat(study.endings(0)).containsExactly("crashed", "completed");
    }

    private static Set<ProcessHandle> children() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.collect(Collectors.toCollection(HashSet::new));
        }
    }

    private static void signal(Process process, String name) {
        signal(process.pid(), name);
    }

    private static void signal(long pid, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
            assertThat(kill.onExit().join().exitValue()).isZero();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every file with its length and a hash of its contents. */
    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                files.put(file.toString(), bytes.length + " " + Arrays.hashCode(bytes));
            }
        }
        return files;
    }
}
