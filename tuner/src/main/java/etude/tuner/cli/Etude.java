package etude.tuner.cli;

import etude.datasets.config.PathText;
import etude.tuner.doctor.LibraryChoice;
import etude.tuner.progress.Terminal;
import etude.tuner.workspace.Workspace;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
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
            ProbeCommand.class,
            StudyCommand.class,
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
    private Etude() {}

    /** Runs one command and exits the process with its exit code. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // other digits would end up in names, files and scripts
        System.setProperty(LoggingSetup.PROPERTY, LoggingSetup.class.getName());
        CommandContext context =
                new CommandContext(Workspace.current(), terminal(), libraryChoice());
        System.exit(run(commandLine(context), arguments));
    }

    /**
     * What stderr leads to. The launcher looks, since Java cannot ask about stderr, and says so
     * with the number of columns in {@code etude.columns}.
     */
    private static Terminal terminal() {
        return new Terminal(
                System.err,
                Math.max(0, Integer.getInteger("etude.columns", 0)),
                System.getenv("NO_COLOR") == null,
                Charset.forName(System.getProperty("native.encoding", "US-ASCII")));
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
        return new CommandLine(new Etude(), context)
                .registerConverter(Path.class, text -> path(context.workspace(), text))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(
                        (problem, command, parsed) ->
                                Failures.execution(problem, command.getErr()));
    }
}
