package etude.tuner.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with studies. */
@Command(
        name = "study",
        description = "Search over hyperparameters, with the playbook's roles.",
        subcommands = {
            StudyPlanCommand.class,
            StudyRunCommand.class,
            StudyWorkerCommand.class,
            StudyStatusCommand.class,
            StudyReportCommand.class,
            StudyExtendCommand.class,
            StudyRetryCommand.class,
            StudyListCommand.class,
            StudyExportCommand.class
        })
final class StudyCommand {}
