package etude.tuner.cli;

import picocli.CommandLine.Command;

/** Groups what can be done with data sets. */
@Command(
        name = "data",
        description = "List, fetch and inspect data sets.",
        subcommands = {DataListCommand.class, DataFetchCommand.class, DataInspectCommand.class})
final class DataCommand {}
