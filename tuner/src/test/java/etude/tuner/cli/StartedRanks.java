package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A command that has started ranks. */
record StartedRanks(Process process, Path out, Path err) {
    /** Starts one in a folder. */
    static StartedRanks start(Path folder, List<String> command) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        process.environment().put("ETUDE_CACHE", folder.resolve("cache").toString());
        return new StartedRanks(process.start(), out, err);
    }

    void awaitFile(Path file) throws InterruptedException {
        while (process.isAlive() && !Files.exists(file)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    void awaitText(String text) throws Exception {
        while (process.isAlive() && !Files.readString(err).contains(text)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    void signal(int rank, String name) throws Exception {
        String pid = Long.toString(rank(rank).orElseThrow().pid());
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    private Optional<ProcessHandle> rank(int rank) {
        return process.descendants()
                .filter(child -> variables(child).contains("OMPI_COMM_WORLD_RANK=" + rank))
                .findFirst();
    }

    private static List<String> variables(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), "environ");
            return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CommandResult end() throws Exception {
        int exitCode = process.waitFor();
        return new CommandResult(
                exitCode,
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
