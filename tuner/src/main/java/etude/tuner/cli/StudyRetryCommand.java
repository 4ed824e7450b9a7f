package etude.tuner.cli;

import etude.tuner.study.OpenStudy;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives failed trials another chance. */
@Command(
        name = "retry",
        description = "Make failed trials pending again, with the same numbers and points.")
final class StudyRetryCommand implements Callable<Integer> {
    @Mixin private final StudyArgument argument;
    @Spec private CommandSpec spec = CommandSpec.create();

    StudyRetryCommand(CommandContext context) {
        argument = new StudyArgument(context);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenStudy study = argument.open()) {
            int retried = study.store().retryFailed(study.id());
            out.println(
                    retried == 0
                            ? "No trial has failed."
                            : "%d failed trials are pending again. `etude study run` runs them."
                                    .formatted(retried));
        }
        out.flush();
        return ExitCode.DONE;
    }
}
