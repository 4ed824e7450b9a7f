package etude.tuner.cli;

import etude.trainer.config.RunConfig;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunOptions;
import etude.trainer.run.StopSignals;
import etude.trainer.run.TrainingRun;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains one run from its config. */
@Command(
        name = "train",
        description = {
            "Train one run; the same command again continues a run that was stopped.",
            "TERM, INT and USR1 stop it at the next step, with a checkpoint."
        })
final class TrainCommand implements Callable<Integer> {
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
    @Spec private CommandSpec spec = CommandSpec.create();

    private final CommandContext context;

    TrainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RunConfig run = config.load();
        Path directory =
                runDirectory.orElseGet(() -> context.workspace().runs().resolve(run.name()));
        RunOptions options =
                new RunOptions(directory, device.device(), fresh, CommandWords.of(spec));
        Outcome outcome = TrainingRun.execute(run, options, context.terminal().progress());
        int exitCode = new OutcomePrinter(spec.commandLine()).print(outcome, directory);
        if (outcome instanceof Outcome.Completed || outcome instanceof Outcome.Diverged) {
            StopSignals.install(
                    "the run has ended and is kept, its report is about to be written",
                    spec.commandLine().getErr()::println);
            RunReportPrinter.print(spec, directory);
        }
        return exitCode;
    }
}
