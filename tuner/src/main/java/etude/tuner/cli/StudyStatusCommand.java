package etude.tuner.cli;

import etude.tuner.study.OpenStudy;
import etude.tuner.tracking.StudyStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how far a study is. */
@Command(name = "status", description = "Print how far a study is, and its best trials.")
final class StudyStatusCommand implements Callable<Integer> {
    /** What the status is written as. */
    enum Format {
        TABLE,
        JSON
    }

    @Mixin private final StudyArgument argument;

    @Option(
            names = "--format",
            paramLabel = "table|json",
            description = "A table for people, or JSON for programs.")
    private Format format = Format.TABLE;

    @Spec private CommandSpec spec = CommandSpec.create();

    StudyStatusCommand(CommandContext context) {
        argument = new StudyArgument(context);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenStudy study = argument.open()) {
            StudyStatus status = StudyStatus.of(study);
            if (format == Format.JSON) {
                out.print(status.json());
            } else {
                status.lines().forEach(out::println);
            }
        }
        out.flush();
        return ExitCode.DONE;
    }
}
