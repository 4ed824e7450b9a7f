package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.reader.CifarBinaryDataset;
import etude.datasets.reader.TarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The binary files of CIFAR-10 or CIFAR-100 at a path: the archive as published, the folder it
 * unpacks to, a folder that has either of them, or one .bin file.
 */
final class CifarFiles {
    private final Path path;
    private final int classes;

    CifarFiles(Path path, int classes) {
        this.classes = classes;
        this.path = find(path, classes);
    }

    private static Path find(Path path, int classes) {
        if (!Files.isDirectory(path)) {
            return path;
        }
        if (!bins(path).isEmpty()) {
            return path;
        }
        List<String> inside =
                classes == 100
                        ? List.of("cifar-100-binary", "cifar-100-binary.tar.gz")
                        : List.of("cifar-10-batches-bin", "cifar-10-binary.tar.gz");
        return inside.stream()
                .map(path::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(
                        () ->
                                new EtudeException(
                                        "%s has no CIFAR files: expected .bin files, or %s"
                                                .formatted(path, String.join(" or ", inside))));
    }

    /** The training files, or the test files when there are no others. */
    Dataset examples() {
        if (!Files.isDirectory(path)) {
            return TarFile.is(path)
                    ? CifarBinaryDataset.openTar(path, classes, false)
                    : CifarBinaryDataset.open(List.of(path), classes);
        }
        List<Path> training = bins(path).stream().filter(file -> !isTest(file)).toList();
        return CifarBinaryDataset.open(training.isEmpty() ? bins(path) : training, classes);
    }

    /** The test files, where there are training files too. */
    Optional<Dataset> test() {
        if (!Files.isDirectory(path)) {
            return TarFile.is(path)
                    ? Optional.of(CifarBinaryDataset.openTar(path, classes, true))
                    : Optional.empty();
        }
        List<Path> test = bins(path).stream().filter(CifarFiles::isTest).toList();
        return test.isEmpty() || test.size() == bins(path).size()
                ? Optional.empty()
                : Optional.of(CifarBinaryDataset.open(test, classes));
    }

    private static boolean isTest(Path file) {
        return file.getFileName().toString().startsWith("test");
    }

    private static List<Path> bins(Path folder) {
        return IdxFiles.list(folder).stream()
                .filter(file -> file.getFileName().toString().endsWith(".bin"))
                .toList();
    }
}
