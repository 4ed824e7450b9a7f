package etude.tuner.store;

import etude.tuner.process.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real process of its own that runs a main class of the tests. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private ChildProcess(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    static ChildProcess start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = ChildJvm.command(main, List.of(), arguments);
        Path errors = Files.createTempFile("etude-test-", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        return new ChildProcess(builder.start(), errors);
    }

    String readLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the process ended: " + errors());
        }
        return line;
    }

    /** Lets a process go on that waits for a line. */
    void go() {
        try (var writer = process.outputWriter(StandardCharsets.UTF_8)) {
            writer.write("go\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> rest() {
        return output.lines().toList();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Ends it as kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(errors);
    }
}
