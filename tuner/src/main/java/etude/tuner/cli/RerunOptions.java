package etude.tuner.cli;

import etude.tuner.procedure.PlannedStudy;
import etude.tuner.space.Rerun;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** How a change is compared with the baseline, as {@code etude study rerun} does it. */
final class RerunOptions {
    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Other seeds with which the best of both are trained again (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--margin",
            paramLabel = "X",
            description =
                    "The smallest difference that matters, in the unit of the objective (default: one"
                            + " standard error by the choice of validation examples).")
    private Optional<Double> margin = Optional.empty();

    /** Refuses values that mean nothing. */
    void require(PrintingCommand command) {
        command.require(
                seeds >= 2 && seeds <= Rerun.MOST,
                "--seeds: expected 2 to %d, found %d".formatted(Rerun.MOST, seeds));
        command.require(
                margin.filter(least -> !(least > 0 && Double.isFinite(least))).isEmpty(),
                "--margin: expected a number above 0, found "
                        + margin.map(String::valueOf).orElse(""));
    }

    PlannedStudy.Reruns planned() {
        return new PlannedStudy.Reruns(
                seeds, margin.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    }
}
