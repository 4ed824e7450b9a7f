package etude.tuner.cli;

import picocli.CommandLine.Command;

/** Whether instability forces a learning rate that is too small. */
@Command(
        name = "stability",
        description = {
            "Find out whether training is unstable just above the best learning rate: a sweep, 500 steps at"
                    + " twice the best rate evaluated at every step, and runs at 5 and 10 times.",
            "With the directory of a finished study for CONFIG, its trials are the sweep and its best trial"
                    + " is the config."
        })
final class TuneStabilityCommand extends ProcedureCommand {
    TuneStabilityCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        ConfigSource source = source();
        return carryOut(
                source, stability(name(source, "stability"), source, source.data(err()::println)));
    }
}
