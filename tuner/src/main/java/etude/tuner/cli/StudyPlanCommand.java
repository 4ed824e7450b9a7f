package etude.tuner.cli;

import etude.tuner.progress.Terminal;
import etude.tuner.space.Study;
import etude.tuner.study.EarlierStudy;
import etude.tuner.tracking.StudyPlan;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the trials of a study without running any. */
@Command(
        name = "plan",
        description = {
            "Print the arms, points and caveats of a study without running anything.",
            "The study file is checked: every range, with the training config that it changes."
        })
final class StudyPlanCommand extends PrintingCommand {
    /** What the plan is written as. */
    enum Format {
        TABLE,
        JSON,
        CSV
    }

    @Parameters(paramLabel = "STUDY", description = "The study, a YAML file.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "table|json|csv",
            description = "A table for people, or everything for programs.")
    private Format format = Format.TABLE;

    private final Terminal terminal;
    private final Path studies;

    StudyPlanCommand(CommandContext context) {
        terminal = context.terminal();
        studies = context.workspace().studies();
    }

    @Override
    public Integer call() {
        Study study = Study.read(file);
        EarlierStudy.require(study, studies);
        StudyPlan plan = new StudyPlan(study);
        switch (format) {
            case TABLE -> print(plan.lines(terminal.width()), terminal);
            case JSON -> out().print(plan.json());
            case CSV -> out().print(plan.csv());
        }
        out().flush();
        if (format == Format.CSV) {
            plan.advice().forEach(err()::println);
        }
        return ExitCode.DONE;
    }
}
