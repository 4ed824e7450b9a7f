package etude.tuner.cli;

import picocli.CommandLine.Option;

/** Which checkpoint of a run is used, the same wherever one is. */
final class CheckpointOption {
    @Option(
            names = "--checkpoint",
            paramLabel = "WHICH",
            description = "best, latest or a step (default: ${DEFAULT-VALUE}).")
    private String which = "best";

    String which() {
        return which;
    }
}
