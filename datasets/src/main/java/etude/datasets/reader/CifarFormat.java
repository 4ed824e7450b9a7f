package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What distinguishes the binary files of CIFAR-10 from those of CIFAR-100. */
enum CifarFormat {
    CIFAR_10(10, 1, "batches.meta.txt", "data_batch_\\d+\\.bin", "test_batch\\.bin"),
    CIFAR_100(100, 2, "fine_label_names.txt", "train\\.bin", "test\\.bin");

    static final int EDGE = 32;
    static final int CHANNELS = 3;
    static final int PLANE_BYTES = EDGE * EDGE;
    static final int IMAGE_BYTES = CHANNELS * PLANE_BYTES;

    final int classes;
    final int labelBytes;
    final String namesFile;
    private final String trainingFiles;
    private final String testFiles;

    CifarFormat(
            int classes, int labelBytes, String namesFile, String trainingFiles, String testFiles) {
        this.classes = classes;
        this.labelBytes = labelBytes;
        this.namesFile = namesFile;
        this.trainingFiles = trainingFiles;
        this.testFiles = testFiles;
    }

    static CifarFormat of(int classes) {
        for (CifarFormat format : values()) {
            if (format.classes == classes) {
                return format;
            }
        }
        throw new EtudeException(
                "dataset.classes: expected 10 or 100 for cifar_binary, found " + classes + ".");
    }

    int recordBytes() {
        return labelBytes + IMAGE_BYTES;
    }

    /** The regular expression of the file names of one split. */
    String files(boolean test) {
        return test ? testFiles : trainingFiles;
    }

    /** Checks the size of a file and tells its number of records. */
    long requireRecords(Path path, long bytes) {
        if (bytes == 0 || bytes % recordBytes() != 0) {
            throw new CorruptFileException(
                    path,
                    "whole records of %d bytes (CIFAR-%d)".formatted(recordBytes(), classes),
                    bytes + " bytes");
        }
        return bytes / recordBytes();
    }

    /** The class names, one a line. */
    List<String> names(Path path, byte[] content) {
        List<String> names =
                new String(content, StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
        if (names.size() != classes) {
            throw new CorruptFileException(
                    path, classes + " class names, one a line", names.size() + " names");
        }
        return names;
    }
}
