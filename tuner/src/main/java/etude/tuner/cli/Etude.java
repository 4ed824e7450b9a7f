package etude.tuner.cli;

import etude.datasets.config.PathText;
import etude.tuner.cluster.Programs;
import etude.tuner.doctor.LibraryChoice;
import etude.tuner.progress.Terminal;
import etude.tuner.workspace.Workspace;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The {@code etude} command: only names its parts and hands the arguments to one of them. */
@Command(
        name = "etude",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        description = "Trains deep networks and studies them.",
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            GenerateCommand.class,
            ExportCommand.class,
            ProbeCommand.class,
            RunCommand.class,
            StudyCommand.class,
            TuneCommand.class,
            ProjectCommand.class,
            NextCommand.class,
            DataCommand.class,
            DoctorCommand.class,
            SchemaCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failure; one sentence on stderr says what and where",
            "2:the command line or the config is wrong",
            "3:training diverged: a loss or gradient was not finite",
            "4:out of memory: the batch does not fit the device, or no size of a probe does",
            "75:stopped by a signal; the same command again continues"
        })
public final class Etude {
    private static final String OUT = "etude.out";
    private static final String ERR = "etude.err";

    private Etude() {}

    /** Runs one command and exits the process with its exit code. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // other digits would end up in names, files and scripts
        System.setProperty(LoggingSetup.PROPERTY, LoggingSetup.class.getName());
        CommandContext context =
                new CommandContext(
                        Workspace.current(),
                        terminal(),
                        libraryChoice(),
                        new Computing.Processes(),
                        Programs.ofThisProcess(),
                        Etude::answer,
                        false);
        CommandLine etude =
                commandLine(context)
                        .setOut(
                                new PrintWriter(
                                        stream(FileDescriptor.out, OUT), true, charset(OUT)))
                        .setErr(new PrintWriter(context.terminal().err(), true, charset(ERR)));
        System.exit(run(etude, arguments));
    }

    /**
     * What stdout and stderr lead to. The launcher looks, since Java cannot ask, and says so with
     * the numbers of columns in {@code etude.out.columns} and {@code etude.err.columns}.
     */
    private static Terminal terminal() {
        return new Terminal(
                stream(FileDescriptor.err, ERR),
                Math.max(0, Integer.getInteger(ERR + ".columns", 0)),
                Math.max(0, Integer.getInteger(OUT + ".columns", 0)),
                System.getenv("NO_COLOR") == null,
                charset(ERR));
    }

    /**
     * With the characters that its terminal shows; what it lacks is a question mark there. Files
     * and pipes are UTF-8 whatever the locale, as JSON must be.
     */
    private static PrintStream stream(FileDescriptor file, String name) {
        return new PrintStream(new FileOutputStream(file), true, charset(name));
    }

    /** The launcher names it where a terminal has another than UTF-8. */
    private static Charset charset(String stream) {
        String name = System.getProperty(stream + ".charset", "");
        try {
            return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.US_ASCII; // a part of all that are in use
        }
    }

    /** One line of stdin, so that what follows is left to others. */
    private static Optional<String> answer() {
        StringBuilder line = new StringBuilder();
        try {
            int next = System.in.read();
            boolean ended = next < 0;
            while (next >= 0 && next != '\n') {
                line.append((char) next);
                next = System.in.read();
            }
            return ended ? Optional.empty() : Optional.of(line.toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The launcher's file about it, named in {@code etude.library}. */
    private static LibraryChoice libraryChoice() {
        return new LibraryChoice(
                Optional.ofNullable(System.getProperty("etude.library")).map(Path::of));
    }

    /** Runs one command; its exit code. */
    static int run(CommandLine etude, String... arguments) {
        try {
            return etude.execute(arguments);
        } catch (Error e) {
            return Failures.execution(e, etude.getErr());
        }
    }

    /** What no file system takes is a mistake of the command line. */
    private static Path path(Workspace workspace, String typed) {
        try {
            PathText.require("path", typed);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
        return workspace.resolve(typed);
    }

    /** The command with all its parts. Paths that a user types start from the workspace. */
    static CommandLine commandLine(CommandContext context) {
        CommandLine etude = new CommandLine(new Etude(), context);
        // so that -bad is a tag to take away
        part(part(etude, "run"), RunCommand.Tag.NAME)
                .setPosixClusteredShortOptionsAllowed(false)
                .setUnmatchedOptionsArePositionalParams(true);
        return etude.registerConverter(Path.class, text -> path(context.workspace(), text))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(
                        (problem, command, parsed) ->
                                Failures.execution(problem, command.getErr()));
    }

    private static CommandLine part(CommandLine command, String name) {
        return Objects.requireNonNull(command.getSubcommands().get(name), name);
    }
}
