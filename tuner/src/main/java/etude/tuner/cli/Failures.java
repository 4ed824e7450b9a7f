package etude.tuner.cli;

import etude.datasets.EtudeException;
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
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one sentence on stderr and an exit code. */
final class Failures {
    private Failures() {}

    /** A command line that cannot be understood: the sentence, the nearest names, where to look. */
    static int usage(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("etude: " + problem.getMessage());
        UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
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
            err.println(Printable.line("etude: " + said.getMessage()));
        } else {
            err.println(report(problem, err));
        }
        return ExitCode.FAILURE;
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
