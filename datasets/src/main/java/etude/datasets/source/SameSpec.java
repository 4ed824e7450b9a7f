package etude.datasets.source;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Target;
import java.util.List;

/**
 * Another split, known to mean by its numbers what the training set means: the same shape, and the
 * same classes, of which it may lack the last ones.
 */
final class SameSpec implements Dataset {
    private final Dataset examples;
    private final ExampleSpec spec;

    private SameSpec(Dataset examples, ExampleSpec spec) {
        this.examples = examples;
        this.spec = spec;
    }

    /**
     * @param split name of the other split, for messages
     * @throws EtudeException when the two do not fit
     */
    static Dataset require(ExampleSpec training, Dataset other, String split) {
        ExampleSpec found = other.spec();
        if (found.equals(training)) {
            return other;
        }
        if (!found.features().equals(training.features())) {
            throw different(other, split, training.features(), found.features());
        }
        if (training.target() instanceof Target.Classes expected
                && found.target() instanceof Target.Classes classes
                && isPrefix(classes.names(), expected.names())) {
            return new SameSpec(other, training);
        }
        throw different(other, split, training.target(), found.target());
    }

    private static boolean isPrefix(List<String> names, List<String> all) {
        return names.size() <= all.size() && names.equals(all.subList(0, names.size()));
    }

    private static EtudeException different(
            Dataset other, String split, Object expected, Object found) {
        return new EtudeException(
                "the %s set does not fit the training set: expected %s, found %s (first example: %s)"
                        .formatted(split, expected, found, other.name(0)));
    }

    @Override
    public ExampleSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public void read(int index, Batch batch, int row) {
        examples.read(index, batch, row);
    }

    @Override
    public String name(int index) {
        return examples.name(index);
    }

    @Override
    public void close() {
        examples.close();
    }
}
