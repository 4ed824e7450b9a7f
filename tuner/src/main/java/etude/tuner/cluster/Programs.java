package etude.tuner.cluster;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.config.ConfigException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The programs of this machine that commands start.
 *
 * @param environment of this process, in whose {@code PATH} they are found
 * @param etude how a script calls this program
 */
public record Programs(Map<String, String> environment, String etude) {
    /** Set by the launcher, which alone knows its file. */
    private static final String LAUNCHER = "etude.launcher";

    public Programs {
        environment = Map.copyOf(environment);
    }

    /** Those that this process sees. */
    public static Programs ofThisProcess() {
        return new Programs(System.getenv(), System.getProperty(LAUNCHER, "etude"));
    }

    /**
     * What a program said.
     *
     * @param out on its standard output, without spaces around it
     * @param err on its standard error, likewise
     */
    public record Answer(int exitCode, String out, String err) {
        boolean isDone() {
            return exitCode == 0;
        }

        /** Why it failed, in one line. */
        String complaint() {
            return Stream.of(err, out)
                    .flatMap(String::lines)
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .map(String::strip)
                    .orElse("exit code " + exitCode);
        }
    }

    /** Whether there is such a program. */
    public boolean has(String name) {
        return find(name).isPresent();
    }

    /**
     * Refuses a command that needs a program which is not there.
     *
     * @param instead what to do, after a semicolon
     */
    public void require(String name, String instead) {
        if (!has(name)) {
            throw new ConfigException(
                    List.of("%s is not on the PATH; %s".formatted(name, instead)));
        }
    }

    private Optional<Path> find(String name) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Runs a program to its end, with nothing on its standard input.
     *
     * @throws EtudeException when it cannot be started
     */
    Answer run(List<String> words) {
        List<String> command = new ArrayList<>(words);
        find(words.get(0)).ifPresent(program -> command.set(0, program.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<String> err =
                    CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            String out = text(process.getInputStream());
            return new Answer(process.waitFor(), out, err.join());
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot start %s (%s)".formatted(words.get(0), Reason.of(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtudeException("interrupted while %s ran".formatted(words.get(0)), e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
