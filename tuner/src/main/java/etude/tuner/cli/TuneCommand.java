package etude.tuner.cli;

import picocli.CommandLine.Command;

/** Groups the playbook's procedures. */
@Command(
        name = "tune",
        description = {
            "Carry out a procedure of the playbook: it plans studies, runs them, says what they mean, and"
                    + " proposes a change of the config.",
            "The same command continues one that was stopped."
        },
        subcommands = {
            TuneStepsCommand.class,
            TuneStabilityCommand.class,
            TuneWarmupCommand.class,
            TuneClippingCommand.class,
            TuneLongerCommand.class,
            TuneFinalCommand.class
        })
final class TuneCommand {}
