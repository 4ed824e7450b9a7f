package etude.tuner.compare;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.model.ModelRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to compare.
 *
 * @param config the training config file
 * @param overrides of its keys, {@code key.path=value}
 * @param target {@code METRIC=VALUE}
 * @param sizes batch sizes
 * @param trialsPerSize the same number for each size
 * @param learningRates {@code MIN,MAX}; empty for a range around the config's own
 * @param probes the directory with a directory for each probe and comparison
 * @param out the directory for the study and the results; empty for NAME-steps among the probes
 * @param fresh start over instead of continuing
 * @param command the command line, for the record
 */
public record ComparisonOptions(
        Path config,
        List<String> overrides,
        String target,
        List<Integer> sizes,
        int trialsPerSize,
        Optional<String> learningRates,
        Path probes,
        Optional<Path> out,
        boolean fresh,
        List<String> command) {
    /** Fewer trials have no best learning rate that is not at an end of those tried. */
    private static final int LEAST_TRIALS = 3;

    private static final int LEAST_SIZES = 2;
    private static final int MOST_SIZES = 6;

    public ComparisonOptions {
        overrides = List.copyOf(overrides);
        sizes = List.copyOf(sizes);
        command = List.copyOf(command);
    }

    /** The config with further overrides, {@code key.path=value}. */
    RunConfig load(List<String> further) {
        List<String> all = Stream.concat(overrides.stream(), further.stream()).toList();
        return ConfigLoader.load(config, all, ModelRegistry.load());
    }

    /** Where the study and the results of a config go. */
    Path directory(RunConfig loaded) {
        return out.orElseGet(() -> probes.resolve(loaded.name() + "-steps"));
    }

    /** What is wrong with these, whatever the config. */
    Optional<String> problem() {
        if (sizes.size() < LEAST_SIZES || sizes.size() > MOST_SIZES) {
            return Optional.of(
                    "--sizes: expected 2 to 6 batch sizes, such as 32,64,128, found "
                            + sizes.size());
        }
        if (sizes.get(0) < 1) {
            return Optional.of("--sizes: expected at least 1, found " + sizes.get(0));
        }
        for (int i = 1; i < sizes.size(); i++) {
            if (sizes.get(i) <= sizes.get(i - 1)) {
                return Optional.of(
                        "--sizes: expected increasing batch sizes, found %d after %d"
                                .formatted(sizes.get(i), sizes.get(i - 1)));
            }
        }
        return trialsPerSize < LEAST_TRIALS
                ? Optional.of(
                        "--trials: expected at least 3 for each size, for the best of fewer learning rates is always at an end, found "
                                + trialsPerSize)
                : Optional.empty();
    }
}
