package etude.tuner.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** At which rate training is unstable, of procedures against that. */
final class UnstableRateOption {
    @Option(
            names = "--unstable-rate",
            paramLabel = "R",
            description =
                    "The smallest learning rate at which training is unstable (default: what etude tune"
                            + " stability finds, whose studies are run first where they have not been).")
    private Optional<Double> rate = Optional.empty();

    OptionalDouble named() {
        return rate.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
