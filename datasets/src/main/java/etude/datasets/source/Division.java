package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.Target;
import etude.datasets.UnfitConfigException;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.split.Concatenation;
import etude.datasets.split.DividedDataset;
import etude.datasets.split.Divider;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where the splits of a source come from: sets of their own, or what is held out of the examples.
 */
record Division(DatasetConfig config, DataRoot root, OpenedSource source) {
    /**
     * Divides the examples. Testing takes its part first.
     *
     * @param all the examples of the source that are used
     * @param warnings gets sentences for the user
     */
    SplitParts of(Dataset all, List<String> warnings) {
        Optional<Dataset> ownTest =
                config.testPath().isPresent()
                        ? config.testPath().map(path -> another(path, "test"))
                        : beside(source.test(), all, "test");
        ownTest.filter(test -> config.testFraction() > 0)
                .ifPresent(
                        test ->
                                warnings.add(
                                        "dataset.test_fraction: the data set has a test set of its own (%s), so nothing is held out for testing"
                                                .formatted(test.size() + " examples")));
        Optional<Dataset> separate =
                config.validationPath().isPresent()
                        ? config.validationPath().map(path -> another(path, "validation"))
                        : beside(source.validation(), all, "validation");
        DividedDataset parts =
                divided(all, ownTest.isEmpty() && config.testFraction() > 0, separate.isEmpty());
        Dataset validation = separate.or(parts::validation).orElseThrow();
        return new SplitParts(
                config.foldInValidation()
                        ? new Concatenation(parts.train(), validation)
                        : parts.train(),
                validation,
                ownTest.or(parts::test));
    }

    private DividedDataset divided(Dataset all, boolean test, boolean validation) {
        Divider divider =
                new Divider(
                        test ? OptionalDouble.of(config.testFraction()) : OptionalDouble.empty(),
                        validation
                                ? OptionalDouble.of(config.validationFraction())
                                : OptionalDouble.empty(),
                        config.splitSeed());
        if (config.stratify()) {
            if (!(all.spec().target() instanceof Target.Classes)) {
                throw new UnfitConfigException(
                        "dataset.stratify: expected classes to predict, found %s; remove it"
                                .formatted(all.spec().target().words()));
            }
            return divider.stratified(all);
        }
        return config.group()
                .map(group -> divider.grouped(groups(all, group)))
                .orElseGet(() -> divider.divide(all));
    }

    /** Rows of a table know their groups. */
    private Dataset groups(Dataset all, String group) {
        return config.source() instanceof SourceConfig.ImageFolder
                ? new GroupedByName(all, Pattern.compile(group))
                : all;
    }

    private static Optional<Dataset> beside(
            Supplier<Optional<Dataset>> split, Dataset training, String name) {
        return split.get().map(found -> SameSpec.require(training.spec(), found, name));
    }

    private Dataset another(String path, String split) {
        Dataset other = source.another().apply(root.resolve(path));
        return SameSpec.require(source.examples().spec(), other, split);
    }
}
