package etude.datasets.source;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.RandomStream;
import etude.datasets.image.Picture;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Examples that belong together where a pattern finds the same text in their names.
 *
 * @param pattern its first group is that text
 */
record GroupedByName(Dataset examples, Pattern pattern) implements Dataset {
    @Override
    public ExampleSpec spec() {
        return examples.spec();
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
    public void readTarget(int index, Batch batch, int row) {
        examples.readTarget(index, batch, row);
    }

    @Override
    public long featureHash(int index, Batch room) {
        return examples.featureHash(index, room);
    }

    @Override
    public long group(int index) {
        Matcher found = pattern.matcher(name(index));
        if (!found.find() || found.group(1) == null) {
            throw new EtudeException(
                    "dataset.group: expected %s in the path of every image, found none in %s"
                            .formatted(pattern, name(index)));
        }
        long hash = 0;
        for (char character : found.group(1).toCharArray()) {
            hash = RandomStream.mix(hash ^ character);
        }
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
