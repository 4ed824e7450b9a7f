package etude.tuner.cli;

import etude.trainer.config.RunConfig;
import etude.trainer.engine.EngineLoading;
import etude.trainer.run.GitState;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunOptions;
import etude.trainer.run.StopSignals;
import etude.trainer.run.TrainingRun;
import etude.tuner.process.ChildDevice;
import etude.tuner.process.GpuNotices;
import java.nio.file.Path;
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

    @Mixin private DeviceOption device = new DeviceOption();
    private final CommandContext context;

    TrainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        EngineLoading.begin();
        RunConfig run = config.load();
        Path directory =
                runDirectory.orElseGet(() -> context.workspace().runs().resolve(run.name()));
        RunOptions options =
                new RunOptions(
                        directory, device.device(), fresh, words(), GitState.find(Path.of("")));
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
}
