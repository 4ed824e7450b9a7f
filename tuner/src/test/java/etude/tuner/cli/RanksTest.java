package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import etude.trainer.distributed.Ranks;
import etude.trainer.run.Versions;
import etude.tuner.process.ChildJvm;
import etude.tuner.process.MpiRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real ranks, which Open MPI's mpirun starts: processes are the point here. */
@Tag("ranks")
@Timeout(300)
class RanksTest {
    private static final String LONG =
            """
            name: long
            dataset: {name: generated, examples: 120, image_size: 12}
            model: {name: mlp, hidden: [16], normalization: batch_norm}
            dropout: 0.1
            batch_size: 16
            max_train_steps: 1000
            threads: 1
            optimizer: {name: momentum, learning_rate: 0.002}
            evaluation: {every: 250, predictions: 0}
            checkpoints: {every: 50}
            distributed: {timeout: 5s}
            """;

    @TempDir Path folder;

    @BeforeAll
    static void requireMpi() {
        assumeTrue(
                MpiRun.isInstalled(),
                "Open MPI's mpirun is not installed (apt-get install openmpi-bin)");
    }

    /**
     * In all that is computed: losses, weights, statistics, optimizer, evaluations, predictions.
     */
    @Test
    void twoRanksEqualOneProcessBitForBit() throws Exception {
        ranksEqualOneProcess(2, RankedRuns.names());
    }

    @Tag("slow") // four share two processors of a small machine
    @Test
    void fourRanksEqualOneProcessBitForBit() throws Exception {
        List<String> all = RankedRuns.names();
        ranksEqualOneProcess(4, List.of(all.get(0), all.get(all.size() - 1)));
    }

    private void ranksEqualOneProcess(int ranks, List<String> runs) throws Exception {
        Path alone = folder.resolve("alone");
        RankedRuns.run(alone, Ranks.alone(), runs);
        Path together = folder.resolve("together");
        List<String> arguments = new ArrayList<>(runs);
        arguments.add(0, together.toString());
        CommandResult result =
                EtudeProcess.run(
                        folder,
                        MpiRun.command(
                                Collections.nCopies(
                                        ranks,
                                        rank(RankedRuns.class, arguments.toArray(String[]::new)))));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(together.resolve(runs.get(0)).resolve("whole_validation.json")).isNotEmptyFile();
        for (String run : runs) {
            assertThat(content(together.resolve(run)))
                    .as("%s on %s ranks", run, ranks)
                    .isEqualTo(content(alone.resolve(run)));
        }
    }

    private static MpiRun.Rank rank(Class<?> main, String... arguments) {
        return new MpiRun.Rank(Map.of(), ChildJvm.command(main, List.of(), List.of(arguments)));
    }

    private static MpiRun.Rank trains(String... options) {
        List<String> words = new ArrayList<>(List.of("train", "long.yaml"));
        words.addAll(List.of(options));
        return rank(Etude.class, words.toArray(String[]::new));
    }

    /** Before any of them reads data. */
    @Test
    void ranksWithAnotherVersionOrConfigAreRefusedByTheirNumbers() throws Exception {
        String ofThree = LONG.replace("batch_size: 16", "batch_size: 15");
        Files.writeString(folder.resolve("long.yaml"), ofThree);
        Path version = folder.resolve("older/etude/trainer/run/version.properties");
        Files.createDirectories(version.getParent());
        Files.writeString(version, "version=0.0.1\ncommit=abc\n");
        MpiRun.Rank older =
                new MpiRun.Rank(
                        Map.of(),
                        ChildJvm.command(
                                Etude.class,
                                List.of("-Xbootclasspath/a:" + folder.resolve("older")),
                                List.of("train", "long.yaml")));
        CommandResult result =
                EtudeProcess.run(
                        folder,
                        MpiRun.command(
                                List.of(
                                        trains(),
                                        older,
                                        trains("--set", "optimizer.learning_rate=0.1"))));
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(result.err())
                .containsOnlyOnce(
                        "etude: rank 1 has another Etude: 0.0.1+abc, where rank 0 has %s; rank 2 has another config: optimizer.learning_rate: 0.002 -> 0.1; ranks are 0, 1, 2 on "
                                .formatted(Versions.etude()));
        assertThat(folder.resolve("runs/long/checkpoints")).doesNotExist();
    }

    @Tag("slow") // two more processes, for a comparison that RankFactsTest has as well
    @Test
    void aRankWithOtherDataIsRefused() throws Exception {
        Path text = folder.resolve("text.yaml");
        Files.writeString(
                text,
                """
                name: text
                dataset: {name: text, path: text.txt, context_length: 8, validation_fraction: 0.2}
                model: {name: gpt, layers: 1, width: 8, heads: 2}
                batch_size: 8
                max_train_steps: 12
                threads: 1
                optimizer: {name: sgd, learning_rate: 0.01}
                """);
        List<MpiRun.Rank> ranks = new ArrayList<>();
        for (String words : List.of("the quick brown fox\n", "the lazy dog\n")) {
            Path own = Files.createDirectory(folder.resolve("rank" + ranks.size()));
            Files.writeString(own.resolve("text.txt"), words.repeat(40));
            List<String> command =
                    new ArrayList<>(List.of("env", "--chdir=" + own)); // as on a host of its own
            command.addAll(
                    ChildJvm.command(Etude.class, List.of(), List.of("train", text.toString())));
            ranks.add(new MpiRun.Rank(Map.of(), command));
        }
        CommandResult result = EtudeProcess.run(folder, MpiRun.command(ranks));
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(result.err())
                .containsOnlyOnce("etude: rank 1 has other data: ")
                .contains(", where rank 0 has ", "training and ", "; ranks are 0, 1 on ");
    }

    /** A signal to one stops all at the same step; one that dies is named; both go on. */
    @Test
    void ofTwoRanksOneIsToldToStopAndOneIsKilled() throws Exception {
        Files.writeString(folder.resolve("long.yaml"), LONG);
        String endless = "max_train_steps=100000";
        List<String> command =
                MpiRun.command(List.of(trains("--set", endless), trains("--set", endless)));

        StartedRanks stopped = StartedRanks.start(folder, command);
        stopped.awaitFile(folder.resolve("runs/long/checkpoints/latest"));
        stopped.signal(1, "TERM");
        CommandResult stop = stopped.end();
        assertThat(stop.exitCode()).as(stop.err()).isEqualTo(ExitCode.PREEMPTED);
        String step = stopAfter(stop.err());

        StartedRanks killed = StartedRanks.start(folder, command);
        killed.awaitText("continuing after step " + step);
        killed.signal(1, "KILL");
        CommandResult death = killed.end();
        assertThat(death.exitCode()).isNotZero();
        assertThat(death.err()).containsOnlyOnce("rank 1 on ").contains("has ended without a word");
    }

    /** The step after which all ranks stopped, said once. */
    private static String stopAfter(String err) {
        assertThat(err).containsOnlyOnce("etude: stopped after step ");
        return err.replaceAll("(?s).*etude: stopped after step (\\d+).*", "$1");
    }

    /** What is computed of a run, without times. */
    private static List<String> content(Path run) throws IOException {
        List<String> content = new ArrayList<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = run.relativize(file).toString();
                if (name.matches(
                        "steps.bin|classes.jsonl|correct.bin|outcomes.json|whole_validation.json|predictions/.*|checkpoints/.*safetensors")) {
                    content.add(name + " " + Files.readString(file, StandardCharsets.ISO_8859_1));
                } else if (name.equals("metrics.jsonl")) {
                    content.add(
                            Files.readString(file)
                                    .replaceAll(
                                            "\"(time|examples_per_second|data_wait_fraction)\": ?[^,}]*",
                                            ""));
                }
            }
        }
        assertThat(content).hasSizeGreaterThan(6);
        return content;
    }

    /**
     * Killed, stopped by a signal to one rank, hung, and each time gone on with by the same
     * command: as if nothing had happened.
     */
    @Tag("slow") // ten processes, and a rank that hangs takes its time
    @Test
    void whateverHappensToARankTheSameCommandGoesOn() throws Exception {
        Path config = folder.resolve("long.yaml");
        Files.writeString(config, LONG);

        StartedRanks killed = start();
        killed.awaitFile(folder.resolve("runs/long/checkpoints/latest"));
        killed.signal(1, "KILL");
        CommandResult death = killed.end();
        assertThat(death.exitCode()).isNotZero();
        assertThat(death.err()).containsOnlyOnce("rank 1 on ").contains("has ended without a word");

        StartedRanks stopped = start();
        stopped.awaitText("continuing after step");
        stopped.signal(1, "TERM");
        CommandResult stop = stopped.end();
        assertThat(stop.exitCode()).as(stop.err()).isEqualTo(ExitCode.PREEMPTED);
        assertThat(stop.err()).containsOnlyOnce("etude: stopped after step");

        // another number of ranks goes on too
        copy(folder.resolve("runs/long"), folder.resolve("other"));
        CommandResult other = EtudeCommand.run(folder, "train", "long.yaml", "--run-dir", "other");
        assertThat(other.exitCode()).as(other.err()).isZero();
        assertThat(other.err())
                .contains("trained by 2 ranks up to now, and by one rank from step")
                .contains("the last bits of all numbers may differ");

        StartedRanks hung = start();
        hung.awaitText("continuing after step");
        hung.signal(1, "STOP");
        CommandResult hang = hung.end();
        assertThat(hang.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(hang.err()).containsOnlyOnce("has not answered for 5 s").contains("rank 1 on ");

        StartedRanks orphaned = start();
        orphaned.awaitText("continuing after step");
        List<ProcessHandle> ranks = orphaned.process().descendants().toList();
        orphaned.process().destroyForcibly().waitFor();
        for (ProcessHandle rank : ranks) {
            rank.onExit().get();
        }
        assertThat(Files.readString(orphaned.err())).contains("SIGUSR1 received");

        CommandResult rest = start().end();
        assertThat(rest.exitCode()).as(rest.err()).isZero();
        assertThat(
                        EtudeCommand.run(
                                        folder,
                                        "train",
                                        "long.yaml",
                                        "--set",
                                        "gradient_accumulation=2",
                                        "--run-dir",
                                        "alone")
                                .exitCode())
                .isZero();
        assertThat(content(folder.resolve("runs/long")))
                .isEqualTo(content(folder.resolve("alone")));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private StartedRanks start() throws IOException {
        return StartedRanks.start(
                folder, EtudeProcess.command("train", "long.yaml", "--devices", "cpu,cpu"));
    }
}
