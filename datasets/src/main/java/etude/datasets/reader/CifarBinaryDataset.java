package etude.datasets.reader;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.Dataset;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.cache.FixedRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The binary version of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): records of one label byte, or a
 * coarse and a fine one, then 32 x 32 pixels as three colour planes. The fine label counts. Pixels
 * are reordered to height, width, channel as they are read. Classes have the names of the data
 * set's own names file where it lies beside the images, else they are named by their numbers.
 */
public final class CifarBinaryDataset implements Dataset {
    private final CifarFormat format;
    private final List<Part> parts;
    private final ExampleSpec spec;
    private final int size;

    /** One file's records, the first of which is example {@code first}. */
    private record Part(Path path, FixedRecords records, int first) {}

    private CifarBinaryDataset(CifarFormat format, List<Part> parts, List<String> classNames) {
        this.format = format;
        this.parts = parts;
        spec =
                new ExampleSpec(
                        new Features.Image(
                                CifarFormat.EDGE, CifarFormat.EDGE, CifarFormat.CHANNELS),
                        new Target.Classes(classNames));
        size = end(parts);
    }

    /**
     * Maps and verifies .bin files; example 0 is the first record of the first file.
     *
     * @param classes 10 or 100
     * @throws etude.datasets.EtudeException when a file is missing, has no whole number of records,
     *     or a label that is out of range
     */
    public static CifarBinaryDataset open(List<Path> files, int classes) {
        CifarFormat format = CifarFormat.of(classes);
        List<Part> parts = new ArrayList<>();
        for (Path file : files) {
            SourceFiles.requireFile(file);
            try {
                long count = format.requireRecords(file, Files.size(file));
                add(parts, format, file, FixedRecords.map(file, 0, format.recordBytes(), count));
            } catch (IOException e) {
                throw SourceFiles.unreadable(file, e);
            }
        }
        return new CifarBinaryDataset(format, parts, namesBeside(files.get(0), format));
    }

    /**
     * Reads the training or test files of the .tar.gz as published, into memory.
     *
     * @param classes 10 or 100
     * @throws etude.datasets.EtudeException also when the archive is damaged or has no such files
     */
    public static CifarBinaryDataset openTar(Path tarGz, int classes, boolean test) {
        CifarFormat format = CifarFormat.of(classes);
        List<String> names = new ArrayList<>();
        Map<String, byte[]> members = new TreeMap<>();
        TarFile.walk(
                tarGz,
                (name, folder, content) -> {
                    String file = name.substring(name.lastIndexOf('/') + 1);
                    if (file.equals(format.namesFile)) {
                        names.addAll(format.names(tarGz.resolve(name), content.readAllBytes()));
                    } else if (file.matches(format.files(test))) {
                        members.put(name, content.readAllBytes());
                    }
                    return true;
                });
        List<Part> parts = new ArrayList<>();
        members.forEach(
                (name, bytes) -> {
                    format.requireRecords(tarGz.resolve(name), bytes.length);
                    add(
                            parts,
                            format,
                            tarGz.resolve(name),
                            FixedRecords.inMemory(bytes, 0, format.recordBytes()));
                });
        if (parts.isEmpty()) {
            throw new CorruptFileException(
                    tarGz, "files like " + format.files(test), "no such file in the archive");
        }
        return new CifarBinaryDataset(
                format, parts, names.isEmpty() ? IntegerNames.upTo(classes) : names);
    }

    private static List<String> namesBeside(Path file, CifarFormat format) {
        Path namesFile = file.resolveSibling(format.namesFile);
        if (!Files.exists(namesFile)) {
            return IntegerNames.upTo(format.classes);
        }
        try {
            return format.names(namesFile, Files.readAllBytes(namesFile));
        } catch (IOException e) {
            throw SourceFiles.unreadable(namesFile, e);
        }
    }

    private static void add(List<Part> parts, CifarFormat format, Path path, FixedRecords records) {
        for (long i = 0; i < records.count(); i++) {
            int label = records.unsignedByte(i, format.labelBytes - 1);
            if (label >= format.classes) {
                throw new CorruptFileException(
                        path,
                        "labels from 0 to " + (format.classes - 1),
                        "label " + label + " in record " + i);
            }
        }
        parts.add(new Part(path, records, end(parts)));
    }

    private static int end(List<Part> parts) {
        if (parts.isEmpty()) {
            return 0;
        }
        Part last = parts.get(parts.size() - 1);
        return Math.toIntExact(last.first() + last.records().count());
    }

    @Override
    public ExampleSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int index, Batch batch, int row) {
        Part part = part(index);
        byte[] record = new byte[format.recordBytes()];
        part.records().read(index - part.first(), 1, record, 0);
        batch.labels()[row] = record[format.labelBytes - 1] & 0xff;
        int to = row * CifarFormat.IMAGE_BYTES;
        for (int pixel = 0; pixel < CifarFormat.PLANE_BYTES; pixel++) {
            for (int channel = 0; channel < CifarFormat.CHANNELS; channel++) {
                batch.images()[to++] =
                        record[format.labelBytes + channel * CifarFormat.PLANE_BYTES + pixel];
            }
        }
    }

    @Override
    public void readTarget(int index, Batch batch, int row) {
        Part part = part(index);
        batch.labels()[row] =
                part.records().unsignedByte(index - part.first(), format.labelBytes - 1);
    }

    @Override
    public String name(int index) {
        Part part = part(index);
        return part.path() + " record " + (index - part.first());
    }

    private Part part(int index) {
        Objects.checkIndex(index, size);
        int number = parts.size() - 1;
        while (parts.get(number).first() > index) {
            number--;
        }
        return parts.get(number);
    }

    @Override
    public void close() {
        // The garbage collector releases the maps: see FixedRecords.
    }
}
