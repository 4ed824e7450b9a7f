package etude.tuner.cli;

import etude.datasets.Nearest;
import etude.trainer.config.CheckpointsConfig;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.tuner.progress.Terminal;
import etude.tuner.project.AdoptedStudy;
import etude.tuner.project.JournalEntry;
import etude.tuner.project.ProjectConfig;
import etude.tuner.project.ProjectFolder;
import etude.tuner.project.ProjectLock;
import etude.tuner.project.TimeBudget;
import etude.tuner.store.Access;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyOpening;
import etude.tuner.text.Shell;
import etude.tuner.workspace.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Groups the commands about projects. */
@Command(
        name = "project",
        description = "Projects, in which `etude next` leads from a config to a launch.",
        subcommands = {ProjectCommand.New.class, ProjectCommand.AdoptStudy.class})
final class ProjectCommand {
    /** Brings a study in. */
    @Command(
            name = "adopt-study",
            description = {
                "Make a round of a study that was begun by hand: `etude next` goes on with it, compares"
                        + " it with the incumbent by reruns, and keeps what it teaches.",
                "Runs, probes, procedures, and studies of the learning rate alone are found without it."
            })
    static final class AdoptStudy extends PrintingCommand {
        @Parameters(
                index = "0",
                paramLabel = "STUDY",
                description = "The directory of a study below studies/.")
        private Path study = Path.of("");

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "DIR",
                description = "The project (default: the only one in projects/).")
        private Optional<Path> directory = Optional.empty();

        private final Workspace workspace;
        private final Terminal terminal;

        AdoptStudy(CommandContext context) {
            workspace = context.workspace();
            terminal = context.terminal();
        }

        @Override
        public Integer call() {
            ProjectFolder folder = ProjectFolder.find(directory, workspace.projects());
            ProjectLock lock = folder.lock();
            try (OpenStudy open =
                    StudyOpening.open(
                            study, workspace.studies(), Optional.empty(), Access.READING)) {
                AdoptedStudy adopted = AdoptedStudy.of(open, folder.config(), folder.incumbent());
                String round = folder.adopt(adopted);
                folder.log(
                        JournalEntry.adopted(
                                Instant.now().toString(),
                                adopted.step(),
                                round.replaceFirst("rounds/", ""),
                                Shell.command(words()),
                                System.getProperty("user.name", "somebody")));
                print(
                        List.of(
                                "%s is %s of %s now; `etude next %s` says what it comes to."
                                        .formatted(
                                                adopted.name(),
                                                round,
                                                folder.root(),
                                                Shell.word(folder.root().toString()))),
                        terminal);
                return ExitCode.DONE;
            } finally {
                lock.close();
            }
        }
    }

    /** Begins a project. */
    @Command(
            name = "new",
            description = {
                "Begin a project from a training config: a folder of plain files. Nothing is"
                        + " trained.",
                "`etude next` then says what to do first, and why."
            })
    static final class New extends PrintingCommand {
        private static final TimeBudget USUAL = TimeBudget.parse("run_budget", "20m");

        /** Of the usual length in the usual budget. */
        private static final int RUNS = 24;

        @Mixin private ConfigArgument config = new ConfigArgument();

        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description =
                        "The folder, whose name is the project's (default: projects/ and the"
                                + " config's name).")
        private Optional<Path> directory = Optional.empty();

        @Option(
                names = "--goal",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "What the project is to reach, in words.")
        private String goal = "";

        @Option(
                names = "--metric",
                paramLabel = "METRIC",
                description =
                        "What decides; less is better (default: the config's checkpoints.metric,"
                                + " else validation/error_rate for classes and validation/loss for"
                                + " others).")
        private Optional<String> metric = Optional.empty();

        @Option(
                names = "--run-budget",
                paramLabel = "TIME",
                description =
                        "The longest that one run may take (default: 20m, or a 24th of"
                                + " --total-budget where that is less).")
        private Optional<String> runBudget = Optional.empty();

        @Option(
                names = "--total-budget",
                paramLabel = "TIME",
                defaultValue = "8h",
                description = "What all runs together may take (default: ${DEFAULT-VALUE}).")
        private String totalBudget = "";

        @Option(
                names = "--workers",
                paramLabel = "N",
                defaultValue = "1",
                description = "Trials that run at once (default: ${DEFAULT-VALUE}).")
        private int workers;

        @Option(
                names = "--seed",
                paramLabel = "S",
                description = "Of training and of every search (default: the config's).")
        private Optional<Long> seed = Optional.empty();

        private final Workspace workspace;
        private final Terminal terminal;

        New(CommandContext context) {
            workspace = context.workspace();
            terminal = context.terminal();
        }

        @Override
        public Integer call() {
            require(workers >= 1, "--workers: expected at least 1, found " + workers);
            List<String> overrides = new ArrayList<>(config.overrides());
            seed.ifPresent(number -> overrides.add("seed=" + number));
            RunConfig incumbent = ConfigLoader.load(config.file(), overrides);
            ProjectFolder folder =
                    new ProjectFolder(
                            directory.orElseGet(
                                    () -> workspace.projects().resolve(incumbent.name())));
            folder.begin(project(folder, incumbent), incumbent);
            print(
                    List.of(
                            "%s is a project now: edit project.yaml at any time. `etude next %s` says what to do first."
                                    .formatted(
                                            folder.root(), Shell.word(folder.root().toString()))),
                    terminal);
            return ExitCode.DONE;
        }

        private ProjectConfig project(ProjectFolder folder, RunConfig incumbent) {
            try {
                TimeBudget all = TimeBudget.parse("total_budget", totalBudget);
                return new ProjectConfig(
                        String.valueOf(folder.root().toAbsolutePath().normalize().getFileName()),
                        goal,
                        deciding(incumbent.checkpoints()),
                        runBudget
                                .map(text -> TimeBudget.parse("run_budget", text))
                                .orElseGet(() -> usual(all)),
                        all,
                        workers,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "");
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        spec().commandLine(), String.valueOf(e.getMessage()), e);
            }
        }

        private static Optional<String> minimized(CheckpointsConfig checkpoints) {
            return checkpoints
                    .metric()
                    .filter(named -> checkpoints.mode() == CheckpointsConfig.Mode.MIN);
        }

        private static TimeBudget usual(TimeBudget all) {
            double share = all.seconds() / RUNS;
            return share < USUAL.seconds() ? TimeBudget.of(share) : USUAL;
        }

        private String deciding(CheckpointsConfig checkpoints) {
            ConfigSource.Data data = ConfigSource.of(config, workspace).data(err()::println);
            String deciding =
                    metric.or(() -> minimized(checkpoints))
                            .orElse(data.classes() ? "validation/error_rate" : "validation/loss");
            require(
                    data.metrics().contains(deciding),
                    "--metric: runs of this config will have no %s%s"
                            .formatted(
                                    deciding,
                                    Nearest.hint(deciding, data.metrics(), "they will have")));
            return deciding;
        }
    }
}
