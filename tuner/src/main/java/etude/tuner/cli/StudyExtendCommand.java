package etude.tuner.cli;

import etude.tuner.study.OpenStudy;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Raises the number of trials. */
@Command(
        name = "extend",
        description = "Raise the number of trials; the points of earlier ones stay as they are.")
final class StudyExtendCommand implements Callable<Integer> {
    @Mixin private final StudyArgument argument;

    @Option(
            names = "--trials",
            paramLabel = "N",
            required = true,
            description = "The new total of each arm.")
    private int trials;

    @Spec private CommandSpec spec = CommandSpec.create();

    StudyExtendCommand(CommandContext context) {
        argument = new StudyArgument(context);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenStudy study = argument.open()) {
            int added = study.extend(trials);
            out.println(
                    "%d trials were added: %d in each arm now. `etude study run` runs them."
                            .formatted(added, trials));
        }
        out.flush();
        return ExitCode.DONE;
    }
}
