package etude.datasets.source;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Quoted;
import etude.datasets.Target;
import etude.datasets.image.Picture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another split, known to mean by its numbers what the training set means: the same shape, and of
 * the same classes, by their names, as many as it happens to have.
 */
final class SameSpec implements Dataset {
    private final Dataset examples;
    private final ExampleSpec spec;
    private final int[] labels;

    private SameSpec(Dataset examples, ExampleSpec spec, int[] labels) {
        this.examples = examples;
        this.spec = spec;
        this.labels = labels;
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
            throw different(other, split, training.features().words(), found.features().words());
        }
        if (training.target() instanceof Target.Classes expected
                && found.target() instanceof Target.Classes classes) {
            return new SameSpec(other, training, labels(expected, classes, other, split));
        }
        throw different(other, split, training.target().words(), found.target().words());
    }

    /** The training set's number of each class of the other set. */
    private static int[] labels(
            Target.Classes expected, Target.Classes found, Dataset other, String split) {
        Map<String, Integer> numbers = new HashMap<>();
        expected.names().forEach(name -> numbers.put(name, numbers.size()));
        List<String> unknown =
                found.names().stream().filter(name -> !numbers.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            throw different(
                    other,
                    split,
                    "none but the training set's classes (%s)"
                            .formatted(Quoted.list(expected.names())),
                    Quoted.list(unknown));
        }
        return found.names().stream().mapToInt(numbers::get).toArray();
    }

    private static EtudeException different(
            Dataset other, String split, String expected, String found) {
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
        batch.labels()[row] = labels[batch.labels()[row]];
    }

    @Override
    public void readTarget(int index, Batch batch, int row) {
        examples.readTarget(index, batch, row);
        batch.labels()[row] = labels[batch.labels()[row]];
    }

    @Override
    public long featureHash(int index, Batch room) {
        long hash = examples.featureHash(index, room);
        room.labels()[0] = labels[room.labels()[0]];
        return hash;
    }

    @Override
    public Optional<Picture> picture(int index) {
        return examples.picture(index);
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
