package etude.tuner.cli;

import etude.tuner.process.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real process of the command, on the class path of this test, with a cache of its own. */
final class EtudeProcess {
    private EtudeProcess() {}

    /** Runs a command to its end. */
    static CommandResult run(Path workingDirectory, String... arguments)
            throws IOException, InterruptedException {
        return run(workingDirectory, command(arguments));
    }

    /** The words that start a command. */
    static List<String> command(String... arguments) {
        return ChildJvm.command(Etude.class, List.of(), List.of(arguments));
    }

    /** Runs anything to its end. */
    static CommandResult run(Path workingDirectory, List<String> command)
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
            return new CommandResult(
                    process.start().waitFor(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
