package etude.tuner.cli;

import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.report.StudyReport;
import etude.tuner.study.OpenStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report of a study. */
@Command(
        name = "report",
        description = "Write the report of a study as it stands: verdicts, plots, trials.")
final class StudyReportCommand implements Callable<Integer> {
    @Mixin private final StudyArgument argument;

    @Option(
            names = "--thresholds",
            paramLabel = "FILE",
            description =
                    "A YAML file with thresholds of the verdicts that differ from their defaults; see"
                            + " docs/verdicts.md for their names.")
    private Optional<Path> thresholds = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    StudyReportCommand(CommandContext context) {
        argument = new StudyArgument(context);
    }

    @Override
    public Integer call() {
        VerdictThresholds used =
                thresholds.map(VerdictThresholds::read).orElseGet(VerdictThresholds::defaults);
        PrintWriter out = spec.commandLine().getOut();
        try (OpenStudy study = argument.open()) {
            out.println("The report: " + StudyReport.write(study, used, CommandWords.of(spec)));
        }
        out.flush();
        return ExitCode.DONE;
    }
}
