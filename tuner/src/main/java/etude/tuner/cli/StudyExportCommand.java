package etude.tuner.cli;

import etude.tuner.study.OpenStudy;
import etude.tuner.tracking.StudyExport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what a study knows of its trials for other programs. */
@Command(
        name = "export",
        description =
                "Print every trial with its settings, state, attempts and best evaluation, for other"
                        + " programs.")
final class StudyExportCommand implements Callable<Integer> {
    /** What the trials are written as. */
    enum Format {
        JSON,
        CSV
    }

    @Mixin private final StudyArgument argument;

    @Option(
            names = "--format",
            paramLabel = "json|csv",
            description = "JSON with every attempt (default), or one table.")
    private Format format = Format.JSON;

    @Option(names = "--evaluations", description = "Every evaluation, not only the best ones.")
    private boolean evaluations;

    @Spec private CommandSpec spec = CommandSpec.create();

    StudyExportCommand(CommandContext context) {
        argument = new StudyArgument(context);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenStudy study = argument.open()) {
            StudyExport export = new StudyExport(study, evaluations);
            out.print(format == Format.JSON ? export.json() : export.csv());
        }
        out.flush();
        return ExitCode.DONE;
    }
}
