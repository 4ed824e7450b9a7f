package etude.tuner.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What `etude probe --compare-steps-to-target` needs to know beside the config. */
final class CompareStepsOptions {
    static final String TARGET = "--compare-steps-to-target";
    static final String SIZES = "--sizes";
    static final String TRIALS = "--trials";
    static final String RATES = "--learning-rates";
    static final String WORKERS = "--workers";

    @Option(
            names = TARGET,
            paramLabel = "METRIC=VALUE",
            description =
                    "Instead of probing, train at each of --sizes with the learning rate tuned again,"
                            + " and compare the steps and seconds to a target such as"
                            + " validation/error_rate=0.05.")
    private Optional<String> target = Optional.empty();

    @Option(
            names = SIZES,
            paramLabel = "32,64,128",
            split = ",",
            description = "The 2 to 6 batch sizes to compare.")
    private List<Integer> sizes = List.of();

    @Option(
            names = TRIALS,
            paramLabel = "N",
            defaultValue = "6",
            description =
                    "Trials of each size in total, one learning rate each (default:"
                            + " ${DEFAULT-VALUE}).")
    private int trials;

    @Option(
            names = RATES,
            paramLabel = "MIN,MAX",
            description =
                    "The learning rates to search, on a log scale (default: the config's own, divided"
                            + " and multiplied by 16).")
    private Optional<String> learningRates = Optional.empty();

    @Option(
            names = WORKERS,
            paramLabel = "N",
            defaultValue = "1",
            description = "Trials that run at once (default: ${DEFAULT-VALUE}).")
    private int workers;

    Optional<String> target() {
        return target;
    }

    List<Integer> sizes() {
        return sizes;
    }

    int trials() {
        return trials;
    }

    Optional<String> learningRates() {
        return learningRates;
    }

    int workers() {
        return workers;
    }
}
