package etude.tuner.probe;

import etude.datasets.CorruptFileException;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.tuner.probe.ProbeFiles.Earlier;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** The time per step of each size that a finished or unfinished probe has measured. */
public final class ProbeTimes {
    private final SortedMap<Integer, SizeResult> sizes;

    private ProbeTimes(SortedMap<Integer, SizeResult> sizes) {
        this.sizes = sizes;
    }

    /**
     * Those of a config, on this machine; empty where it was not probed.
     *
     * @param directory of the probe
     * @throws CorruptFileException when its results cannot be read
     */
    public static Optional<ProbeTimes> of(Path directory, RunConfig config) {
        return new ProbeFiles(directory)
                .read()
                .filter(earlier -> isOf(earlier, config))
                .map(earlier -> new ProbeTimes(earlier.sizes()));
    }

    private static boolean isOf(Earlier earlier, RunConfig config) {
        return earlier.key().isOf(ConfigWriter.toYaml(config), Mode.TRAINING, Machine.here());
    }

    /** The median time of a step; empty where the size was not measured. */
    public OptionalDouble secondsPerStep(int batchSize) {
        return Optional.ofNullable(sizes.get(batchSize))
                .filter(SizeResult.Measured.class::isInstance)
                .map(size -> ((SizeResult.Measured) size).timing().seconds().median())
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }
}
