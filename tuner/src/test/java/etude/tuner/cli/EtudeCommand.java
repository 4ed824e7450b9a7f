package etude.tuner.cli;

import etude.tuner.cluster.Programs;
import etude.tuner.doctor.LibraryChoice;
import etude.tuner.progress.Terminal;
import etude.tuner.workspace.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The command within this JVM, for tests in which a process of its own is not the point. Training
 * in it needs the JVM for itself.
 */
final class EtudeCommand {
    private EtudeCommand() {}

    /**
     * Runs a command as if it had been started in a folder.
     *
     * @return with paths below the folder as they would be printed there
     */
    static CommandResult run(Path folder, String... arguments) {
        return runIn(0, folder, arguments);
    }

    /** As {@link #run}, with trials trained where a test wants them. */
    static CommandResult run(Path folder, Computing computing, String... arguments) {
        return run(0, folder, computing, arguments);
    }

    /** As {@link #run}, on a machine with other programs. */
    static CommandResult run(Path folder, Programs programs, String... arguments) {
        return run(0, folder, new Computing.Processes(), programs, Optional::empty, arguments);
    }

    /** As {@link #run}, in front of a terminal of so many columns. */
    static CommandResult runIn(int columns, Path folder, String... arguments) {
        return run(columns, folder, new Computing.Processes(), arguments);
    }

    /** As {@link #run}, for a user who types one line. */
    static CommandResult answering(String answer, Path folder, String... arguments) {
        return run(
                0,
                folder,
                new Computing.Processes(),
                Programs.ofThisProcess(),
                () -> Optional.of(answer),
                arguments);
    }

    private static CommandResult run(
            int columns, Path folder, Computing computing, String... arguments) {
        return run(
                columns, folder, computing, Programs.ofThisProcess(), Optional::empty, arguments);
    }

    private static CommandResult run(
            int columns,
            Path folder,
            Computing computing,
            Programs programs,
            Supplier<Optional<String>> answers,
            String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(errors, 0, columns, false, StandardCharsets.UTF_8);
        CommandLine etude =
                Etude.commandLine(
                                new CommandContext(
                                        new Workspace(folder),
                                        terminal,
                                        new LibraryChoice(Optional.empty()),
                                        computing,
                                        programs,
                                        answers,
                                        false),
                                arguments)
                        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                        .setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8));
        int exitCode = Etude.run(etude, arguments);
        return new CommandResult(exitCode, printed(out, folder), printed(err, folder));
    }

    private static String printed(ByteArrayOutputStream text, Path folder) {
        return text.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    }
}
