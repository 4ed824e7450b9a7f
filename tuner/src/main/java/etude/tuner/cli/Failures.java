package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.datasets.UnfitConfigException;
import etude.trainer.config.ConfigException;
import etude.trainer.engine.DeviceLostException;
import etude.trainer.engine.MemoryFailure;
import etude.trainer.run.Versions;
import etude.tuner.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one sentence on stderr and an exit code. */
final class Failures {
    private static final String LISTED = "\n  ";

    private Failures() {}

    /** A command line that cannot be understood: the sentence, the nearest names, where to look. */
    static int usage(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("etude: " + words(problem));
        UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    /** What is missing, by its name and what it is for; of all else, what picocli says. */
    private static String words(ParameterException problem) {
        if (!(problem instanceof MissingParameterException missing)
                || missing.getMissing().isEmpty()) {
            return String.valueOf(problem.getMessage());
        }
        return missing.getMissing().stream().map(Failures::words).collect(Collectors.joining("; "));
    }

    private static String words(ArgSpec argument) {
        if (argument instanceof OptionSpec option) {
            return option.required()
                    ? "%s %s is missing%s"
                            .formatted(option.longestName(), option.paramLabel(), use(option))
                    : "%s: expected %s after it, found nothing"
                            .formatted(option.longestName(), option.paramLabel());
        }
        return "%s is missing%s".formatted(argument.paramLabel(), use(argument));
    }

    private static String use(ArgSpec argument) {
        String[] description = argument.description();
        return description.length == 0
                ? ""
                : ": " + description[0].replaceAll("\\s*\\(default.*|\\.$", "");
    }

    /** A command that did not do its work. */
    static int execution(Throwable problem, PrintWriter err) {
        if (problem instanceof ConfigException config) {
            config.problems()
                    .forEach(sentence -> err.println(Printable.line("etude: " + sentence)));
            return ExitCode.USAGE;
        }
        Optional<String> memory = MemoryFailure.detail(problem);
        if (memory.isPresent()) {
            err.println("etude: out of memory (%s); lower the batch size".formatted(memory.get()));
            return ExitCode.OUT_OF_MEMORY;
        }
        Throwable said =
                DeviceLostException.of(problem).<Throwable>map(lost -> lost).orElse(problem);
        if (said instanceof EtudeException) {
            lines("etude: " + said.getMessage()).forEach(err::println);
            return said instanceof UnfitConfigException ? ExitCode.USAGE : ExitCode.FAILURE;
        } else {
            err.println(report(problem, err));
        }
        return ExitCode.FAILURE;
    }

    /** A list of problems has a line for each; all else is one line. */
    private static Stream<String> lines(String message) {
        return message.contains(LISTED)
                ? message.lines()
                        .map(
                                line ->
                                        (line.startsWith("  ") ? "  " : "")
                                                + Printable.line(line.strip()))
                : Stream.of(Printable.line(message));
    }

    private static String report(Throwable problem, PrintWriter err) {
        String sentence = "etude: this is a bug in Etude (" + problem + "); please report it with ";
        try {
            Path file = Files.createTempFile("etude-failure-", ".txt");
            try (PrintWriter out = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
                out.println("etude " + Versions.etude() + ", Java " + Runtime.version());
                problem.printStackTrace(out);
            }
            return sentence + "the details in " + file + ".";
        } catch (IOException e) {
            problem.printStackTrace(err);
            return sentence + "the lines above (no file could be written: " + e + ").";
        }
    }
}
