package etude.tuner.cli;

import etude.datasets.config.PathText;
import etude.trainer.engine.EngineLoading;
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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    private static final Set<String> TRAINING = Set.of("train", "demo");

    /** With these a command only prints, or submits a job that will train. */
    private static final Set<String> ELSEWHERE =
            Set.of("-h", "--help", "-V", "--version", "--slurm", "--print");

    /** In the order of the help. */
    private static final List<Class<?>> PARTS =
            List.of(
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
                    SchemaCommand.class);

    private Etude() {}

    /** Runs one command and exits the process with its exit code. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // other digits would end up in names, files and scripts
        System.setProperty(LoggingSetup.PROPERTY, LoggingSetup.class.getName());
        if (trains(List.of(arguments))) {
            EngineLoading.begin();
        }
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
                commandLine(context, arguments)
                        .setOut(
                                new PrintWriter(
                                        stream(FileDescriptor.out, OUT), true, charset(OUT)))
                        .setErr(new PrintWriter(context.terminal().err(), true, charset(ERR)));
        System.exit(run(etude, arguments));
    }

    /** Whether this process will train, as far as can be told before its words are parsed. */
    private static boolean trains(List<String> words) {
        boolean ranks = words.stream().anyMatch(word -> word.startsWith("--devices"));
        return !words.isEmpty()
                && TRAINING.contains(words.get(0))
                && Collections.disjoint(words, ELSEWHERE)
                && (!ranks || words.contains(TrainCommand.OWN_DEVICE));
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

    /**
     * The command with the part that is called, or with all where none is: reading the classes of
     * all takes a sixth of a second. Paths that a user types start from the workspace.
     */
    static CommandLine commandLine(CommandContext context, String... arguments) {
        CommandLine etude = new CommandLine(new Etude(), context);
        List<Class<?>> called =
                PARTS.stream()
                        .filter(part -> arguments.length > 0 && name(part).equals(arguments[0]))
                        .toList();
        for (Class<?> part : called.isEmpty() ? PARTS : called) {
            etude.addSubcommand(new CommandLine(part, context));
        }
        part(etude, "run")
                .flatMap(run -> part(run, RunCommand.Tag.NAME))
                .ifPresent(Etude::takeTags);
        return etude.registerConverter(Path.class, text -> path(context.workspace(), text))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(
                        (problem, command, parsed) ->
                                Failures.execution(problem, command.getErr()));
    }

    private static String name(Class<?> part) {
        return Objects.requireNonNull(part.getAnnotation(Command.class)).name();
    }

    private static Optional<CommandLine> part(CommandLine command, String name) {
        return Optional.ofNullable(command.getSubcommands().get(name));
    }

    /** So that -bad is a tag to take away. */
    private static void takeTags(CommandLine command) {
        command.setPosixClusteredShortOptionsAllowed(false)
                .setUnmatchedOptionsArePositionalParams(true);
    }
}
