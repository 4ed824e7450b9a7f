package etude.tuner.cli;

import etude.trainer.config.RunConfig;
import etude.trainer.engine.EngineLoading;
import etude.trainer.run.GitState;
import etude.trainer.run.ModelParameters;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunOptions;
import etude.trainer.run.StopSignals;
import etude.trainer.run.TrainingRun;
import etude.trainer.weights.LoadReport;
import etude.tuner.process.ChildDevice;
import etude.tuner.process.GpuNotices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains one run from its config. */
@Command(
        name = "train",
        description = {
            "Train one run; the same command again continues a run that was stopped.",
            "TERM, INT and USR1 stop it at the next step, with a checkpoint."
        })
final class TrainCommand extends PrintingCommand {
    @Mixin private ConfigArgument config = new ConfigArgument();

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where everything of the run goes (default: runs/ and the run's name).")
    private Optional<Path> runDirectory = Optional.empty();

    @Option(
            names = "--fresh",
            description = "Starts over; an earlier run there is moved to NAME.old-N.")
    private boolean fresh;

    @Option(
            names = "--continue",
            paramLabel = "RUN",
            description =
                    "Makes a new run that goes on from the last state of this one, which stays as it is; its folder is by default runs/NAME, or runs/NAME-continued where RUN has that.")
    private Optional<Path> continued = Optional.empty();

    @Option(
            names = "--parameters",
            description =
                    "Lists the model's parameters, with what they start from and how they would be trained, and trains nothing.")
    private boolean parameters;

    @Mixin private DeviceOption device = new DeviceOption();
    @Mixin private RunSubmission submission = new RunSubmission();
    private final CommandContext context;

    TrainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<String> onceOnly = new ArrayList<>();
        if (fresh) {
            onceOnly.add("--fresh");
        }
        if (parameters) {
            onceOnly.add("--parameters");
        }
        submission.check(this, onceOnly);
        if (submission.isWanted()) {
            return submit(config.load());
        }
        EngineLoading.begin();
        RunConfig run = config.load();
        if (parameters) {
            return list(run);
        }
        Path directory = directory(run);
        RunOptions options =
                new RunOptions(
                        directory,
                        device.device(),
                        fresh,
                        words(),
                        GitState.find(Path.of("")),
                        continued);
        ChildDevice wanted = device.ofChild();
        GpuNotices.of(List.of(wanted)).forEach(err()::println);
        Outcome outcome = TrainingRun.execute(run, options, context.terminal().progress());
        OutcomePrinter printer = new OutcomePrinter(this);
        int exitCode = printer.print(outcome, directory);
        if (outcome instanceof Outcome.Completed || outcome instanceof Outcome.Diverged) {
            StopSignals.install(
                    "the run has ended and is kept, its report is about to be written",
                    err()::println);
            printer.report(directory);
        }
        return exitCode;
    }

    private int submit(RunConfig run) {
        Path directory = directory(run).toAbsolutePath().normalize();
        List<String> words =
                new ArrayList<>(
                        List.of("train", config.file().toAbsolutePath().normalize().toString()));
        config.overrides().forEach(override -> words.addAll(List.of("--set", override)));
        words.addAll(List.of("--run-dir", directory.toString()));
        continued.ifPresent(
                from ->
                        words.addAll(
                                List.of(
                                        "--continue",
                                        from.toAbsolutePath().normalize().toString())));
        words.addAll(List.of("--device", device.typed().orElseGet(submission::device)));
        return submission.submit(this, context, run, words, directory);
    }

    private Path directory(RunConfig run) {
        return runDirectory.orElseGet(() -> usualDirectory(run));
    }

    private Integer list(RunConfig run) {
        ModelParameters all = ModelParameters.of(run, err()::println);
        new ParameterTable(all).lines(context.terminal().width()).forEach(out()::println);
        all.start().map(LoadReport::sentences).orElse(List.of()).forEach(out()::println);
        return ExitCode.DONE;
    }

    /** A run that goes on has a folder of its own. */
    private Path usualDirectory(RunConfig run) {
        Path usual = context.workspace().runs().resolve(run.name());
        boolean taken =
                continued
                        .filter(
                                from ->
                                        from.toAbsolutePath()
                                                .normalize()
                                                .equals(usual.toAbsolutePath().normalize()))
                        .isPresent();
        return taken ? usual.resolveSibling(run.name() + "-continued") : usual;
    }
}
