package etude.tuner.cli;

import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.cluster.Submitted;
import etude.tuner.report.PageFolder;
import etude.tuner.report.StudyReport;
import etude.tuner.store.Access;
import etude.tuner.store.RestoredTrial;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyImport;
import etude.tuner.text.Shell;
import etude.tuner.tracking.StudyExport;
import etude.tuner.tracking.StudyStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Groups what can be done with studies, and holds what takes one look at one. */
@Command(
        name = "study",
        description = "Search over hyperparameters, with the playbook's roles.",
        subcommands = {
            StudyPlanCommand.class,
            StudyWork.Run.class,
            StudyWork.Worker.class,
            StudySubmitCommand.class,
            StudyCancelCommand.class,
            StudyCommand.Status.class,
            StudyCommand.Report.class,
            StudyCommand.Extend.class,
            StudyRerunCommand.class,
            StudyRefineCommand.class,
            StudyCommand.Retry.class,
            StudyCommand.Import.class,
            StudyListCommand.class,
            StudyCommand.Export.class
        })
final class StudyCommand {
    private static String running(OpenStudy study) {
        return "etude study run " + Shell.word(study.directory().root().toString());
    }

    /** Shows how far a study is. */
    @Command(name = "status", description = "Print how far a study is, and its best trials.")
    static final class Status extends OneStudyCommand {
        /** What the status is written as. */
        enum StatusFormat {
            TABLE,
            JSON
        }

        @Option(
                names = "--format",
                paramLabel = "table|json",
                description = "A table for people, or JSON for programs.")
        private StatusFormat format = StatusFormat.TABLE;

        Status(CommandContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            return with(
                    Access.READING,
                    study -> {
                        StudyStatus status =
                                StudyStatus.of(
                                        study,
                                        new Submitted(
                                                study.directory().root(), context().programs()));
                        if (format == StatusFormat.JSON) {
                            out().print(status.json());
                        } else {
                            print(status.lines(terminal().width()), terminal());
                        }
                    });
        }
    }

    /** Writes the report of a study. */
    @Command(
            name = "report",
            description = {
                "Write the report of a study as it stands: verdicts, plots, trials.",
                "It goes to the study's directory; of a study that this user can only read, to"
                        + " reports/NAME."
            })
    static final class Report extends OneStudyCommand {
        @Option(
                names = "--thresholds",
                paramLabel = "FILE",
                description =
                        "A YAML file with thresholds of the verdicts that differ from their defaults; see"
                                + " docs/verdicts.md for their names.")
        private Optional<Path> thresholds = Optional.empty();

        @Mixin private final OutOption out;

        Report(CommandContext context) {
            super(context);
            out = new OutOption(context.workspace());
        }

        @Override
        public Integer call() {
            VerdictThresholds used =
                    thresholds.map(VerdictThresholds::read).orElseGet(VerdictThresholds::defaults);
            return with(
                    Access.READING,
                    study -> {
                        Path usual = study.directory().root();
                        PageFolder folder = out.folder(usual, () -> study.study().name(), err());
                        out().println(
                                        "The report: "
                                                + StudyReport.write(study, folder, used, words())
                                                        .page());
                    });
        }
    }

    /** Raises the number of trials. */
    @Command(
            name = "extend",
            description =
                    "Raise the number of trials; the points of earlier ones stay as they are.")
    static final class Extend extends OneStudyCommand {
        @Option(
                names = "--trials",
                paramLabel = "N",
                required = true,
                description = "The new total of each arm.")
        private int trials;

        Extend(CommandContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            return with(
                    Access.WRITING,
                    study ->
                            out().println(
                                            "%d trials were added: %d in each arm now. `%s` runs them."
                                                    .formatted(
                                                            study.extend(trials),
                                                            trials,
                                                            running(study))));
        }
    }

    /** Gives failed trials another chance. */
    @Command(
            name = "retry",
            description = "Make failed trials pending again, with the same numbers and points.")
    static final class Retry extends OneStudyCommand {
        Retry(CommandContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            return with(
                    Access.WRITING,
                    study -> {
                        int retried = study.store().retryFailed(study.id());
                        out().println(
                                        retried == 0
                                                ? "No trial has failed."
                                                : "%d failed trials are pending again. `%s` runs them."
                                                        .formatted(retried, running(study)));
                    });
        }
    }

    /** Makes a lost store again. */
    @Command(
            name = "import",
            description = {
                "Make the store of a study again from the files of its trials, when it is lost.",
                "Every evaluation is taken over; trials that had not ended, or failed, are pending."
            })
    static final class Import extends OneStudyCommand {
        Import(CommandContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            StudyImport lost = fromFiles();
            List<RestoredTrial> trials = lost.run();
            Map<String, Long> counts =
                    trials.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            trial -> trial.state().word(),
                                            TreeMap::new,
                                            Collectors.counting()));
            out().printf(
                            "%d trials from %s are in %s now: %s, with %d evaluations.%n",
                            trials.size(),
                            lost.directory().root(),
                            lost.location(),
                            counts.entrySet().stream()
                                    .map(count -> count.getValue() + " " + count.getKey())
                                    .collect(Collectors.joining(", ")),
                            trials.stream().mapToInt(trial -> trial.measurements().size()).sum());
            return ExitCode.DONE;
        }
    }

    /** Writes what a study knows of its trials for other programs. */
    @Command(
            name = "export",
            description =
                    "Print every trial with its settings, state, attempts and best evaluation, for other"
                            + " programs.")
    static final class Export extends OneStudyCommand {
        /** What the trials are written as. */
        enum ExportFormat {
            JSON,
            CSV
        }

        @Option(
                names = "--format",
                paramLabel = "json|csv",
                description = "JSON with every attempt (default), or one table.")
        private ExportFormat format = ExportFormat.JSON;

        @Option(names = "--evaluations", description = "Every evaluation, not only the best ones.")
        private boolean evaluations;

        @Option(
                names = "--reruns",
                description =
                        "As CSV, the table of the reruns instead of that of the trials; JSON has both.")
        private boolean reruns;

        Export(CommandContext context) {
            super(context);
        }

        @Override
        public Integer call() {
            return with(
                    Access.READING,
                    study -> {
                        StudyExport export = new StudyExport(study, evaluations);
                        out().print(text(export));
                    });
        }

        private String text(StudyExport export) {
            if (format == ExportFormat.JSON) {
                return export.json();
            }
            return reruns ? export.rerunsCsv() : export.csv();
        }
    }
}
