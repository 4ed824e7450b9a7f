package etude.tuner.cli;

import etude.tuner.procedure.UnstableRate;
import etude.tuner.procedure.WarmupProcedure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a warmup fixes instability, and whether that is worth having. */
@Command(
        name = "warmup",
        description = {
            "Find the shortest learning rate warmup that is stable at 10 times the unstable rate, prepend it,"
                    + " search the rate again, and compare with the baseline.",
            "With the directory of a finished study for CONFIG, its best trial is the config."
        })
final class TuneWarmupCommand extends ProcedureCommand {
    @Mixin private UnstableRateOption rate = new UnstableRateOption();
    @Mixin private RerunOptions reruns = new RerunOptions();

    @Option(names = "--further", description = "Also try 100 times the unstable rate.")
    private boolean further;

    TuneWarmupCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        reruns.require(this);
        ConfigSource source = source();
        ConfigSource.Data data = source.data(err()::println);
        return carryOut(
                source,
                WarmupProcedure.of(
                        name(source, "warmup"),
                        UnstableRate.of(rate.named(), stability(source, data)),
                        further,
                        reruns.planned(),
                        data.trainExamples()));
    }
}
