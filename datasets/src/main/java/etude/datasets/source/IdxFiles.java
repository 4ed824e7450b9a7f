package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.datasets.reader.IdxDataset;
import etude.datasets.reader.LeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The IDX files of a folder by their customary names, such as {@code train-images-idx3-ubyte.gz},
 * {@code t10k-images.idx3-ubyte} or {@code emnist-letters-test-images-idx3-ubyte}.
 *
 * @param train the images file of the training set, where there is one
 * @param test the images file of the test set, where there is one
 */
record IdxFiles(Optional<Path> train, Optional<Path> test) {
    private static final Pattern IMAGES =
            Pattern.compile("(.*?)(train|t10k|test)-images([-.])idx3-ubyte(\\.gz)?");
    private static final String EXPECTED =
            "train-images-idx3-ubyte or t10k-images-idx3-ubyte (plain or .gz)";

    /**
     * The files of a folder; for an images file of a training set also the test set beside it; any
     * other images file stands alone.
     */
    static IdxFiles at(Path path) {
        if (!Files.isDirectory(path)) {
            Matcher name = IMAGES.matcher(path.getFileName().toString());
            if (!name.matches() || !name.group(2).equals("train")) {
                return new IdxFiles(Optional.of(path), Optional.empty());
            }
            IdxFiles beside =
                    series(path.toAbsolutePath().resolve("..").normalize()).get(name.group(1));
            return new IdxFiles(
                    Optional.of(path), Optional.ofNullable(beside).flatMap(IdxFiles::test));
        }
        Map<String, IdxFiles> found = series(path);
        if (found.size() > 1) {
            throw new EtudeException(
                    "%s has IDX files of several data sets (%s): set dataset.path to one training images file"
                            .formatted(path, String.join(", ", found.keySet())));
        }
        return found.values().stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new EtudeException(
                                        "%s has no IDX files: expected %s"
                                                .formatted(path, EXPECTED)));
    }

    /** Opens an images file with the labels file beside it. */
    static Dataset open(Path images) {
        return IdxDataset.open(images, labelsOf(images));
    }

    /** Opens the one data set at a path. */
    static Dataset openOnly(Path path) {
        IdxFiles files = at(path);
        if (Files.isDirectory(path) && files.train.isPresent() && files.test.isPresent()) {
            throw new EtudeException(
                    path + " has training and test images: name one of the two images files");
        }
        return open(files.train.or(files::test).orElseThrow());
    }

    private static Map<String, IdxFiles> series(Path folder) {
        Map<String, IdxFiles> series = new TreeMap<>();
        for (Path file : list(folder)) {
            Matcher name = IMAGES.matcher(file.getFileName().toString());
            if (name.matches()) {
                boolean train = name.group(2).equals("train");
                IdxFiles one =
                        new IdxFiles(
                                train ? Optional.of(file) : Optional.empty(),
                                train ? Optional.empty() : Optional.of(file));
                series.merge(name.group(1), one, IdxFiles::or);
            }
        }
        return series;
    }

    private IdxFiles or(IdxFiles other) {
        return new IdxFiles(train.or(other::train), test.or(other::test));
    }

    private static Path labelsOf(Path images) {
        String name = images.getFileName().toString();
        String labels = name.replace("images", "labels").replace("idx3", "idx1");
        String plain = labels.replaceAll("\\.gz$", "");
        if (labels.equals(name)) {
            throw new EtudeException(
                    "%s: expected an images file named like %s, so that its labels file can be found"
                            .formatted(images, EXPECTED));
        }
        return Stream.of(labels, plain, plain + ".gz")
                .map(images::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () ->
                                new EtudeException(
                                        "%s has no labels: expected %s beside it"
                                                .formatted(images, labels)));
    }

    /** The data files of a folder: no folders, whatever their names, and nothing left behind. */
    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !LeftBehind.is(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException exception) {
            throw new EtudeException(
                    "cannot list %s: %s".formatted(folder, Reason.of(folder, exception)),
                    exception);
        }
    }
}
