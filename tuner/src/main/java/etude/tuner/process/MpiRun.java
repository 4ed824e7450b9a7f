package etude.tuner.process;

import etude.datasets.EtudeException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Several processes of one command on this machine that find each other by MPI. */
public final class MpiRun {
    private MpiRun() {}

    /**
     * One of the processes.
     *
     * @param environment what it has beside this one's
     */
    public record Rank(Map<String, String> environment, List<String> command) {
        public Rank {
            environment = Map.copyOf(environment);
            command = List.copyOf(command);
        }

        private List<String> words() {
            List<String> words = new ArrayList<>(List.of("-np", "1"));
            environment.forEach(
                    (name, value) -> words.addAll(List.of("-x", "%s=%s".formatted(name, value))));
            // mpirun changes the options of a program named java: it takes -Xbootclasspath for
            // -classpath
            words.add("env");
            words.addAll(command);
            return words;
        }
    }

    /**
     * The words that start them.
     *
     * @throws EtudeException when there is no mpirun
     */
    public static List<String> command(List<Rank> ranks) {
        Path mpirun =
                onPath("mpirun")
                        .orElseThrow(
                                () ->
                                        new EtudeException(
                                                "expected Open MPI's mpirun on the PATH, found none; install it (Debian and Ubuntu: apt-get install openmpi-bin)"));
        List<String> words = new ArrayList<>();
        // a session of its own: a key on a terminal must reach the ranks through this process only
        onPath("setsid").map(Path::toString).ifPresent(words::add);
        words.add(mpirun.toString());
        words.add("--quiet"); // ranks say themselves why they end
        words.addAll(List.of("--oversubscribe", "--bind-to", "none")); // each has its threads
        if ("root".equals(System.getProperty("user.name"))) {
            words.add("--allow-run-as-root");
        }
        for (Rank rank : ranks) {
            words.addAll(rank.words());
            words.add(":");
        }
        words.remove(words.size() - 1);
        return words;
    }

    /** Has this process stop as at a signal, and so all ranks; for one whose parent is gone. */
    public static void stopThisRank() {
        try {
            signal(ProcessHandle.current().pid());
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot signal this process (%s)".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The one that mpirun passes on. */
    private static void signal(long process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-USR1", Long.toString(process)).inheritIO().start().waitFor();
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether there is an mpirun. */
    public static boolean isInstalled() {
        return onPath("mpirun").isPresent();
    }

    /**
     * Runs it to its end, with this process's streams.
     *
     * @param stop whether the processes are to be told to stop
     * @return the exit code
     */
    public static int run(List<String> command, BooleanSupplier stop) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(Redirect.INHERIT)
                            .redirectError(Redirect.INHERIT)
                            .start();
            boolean told = false;
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                if (!told && stop.getAsBoolean()) {
                    told = true;
                    signal(process.pid());
                }
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new EtudeException("mpirun does not start (%s)".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtudeException("interrupted while the ranks train", e);
        }
    }
}
