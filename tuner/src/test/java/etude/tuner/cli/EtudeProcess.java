package etude.tuner.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real process of the command, on the class path of this test, with a cache of its own. */
record EtudeProcess(int exitCode, String out, String err) {
    static EtudeProcess run(Path workingDirectory, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Etude.class.getName()));
        command.addAll(List.of(arguments));
        return start(workingDirectory, command);
    }

    static EtudeProcess start(Path workingDirectory, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("etude-test-", ".out");
        Path err = Files.createTempFile("etude-test-", ".err");
        try {
            ProcessBuilder process =
                    new ProcessBuilder(command)
                            .directory(workingDirectory.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            process.environment().put("ETUDE_CACHE", workingDirectory.resolve("cache").toString());
            return new EtudeProcess(
                    process.start().waitFor(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
