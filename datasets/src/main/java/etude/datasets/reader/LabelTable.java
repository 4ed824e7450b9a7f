package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Nearest;
import etude.datasets.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which labels files have, from a table with their names in its first column.
 *
 * @param names of the labels
 * @param byFile 1 for each label that holds and else 0, by the file's name as the table has it
 */
record LabelTable(Path path, List<String> names, Map<String, float[]> byFile) {
    LabelTable {
        names = List.copyOf(names);
        byFile = Collections.unmodifiableMap(byFile);
    }

    /**
     * Reads a table of whatever labels it has.
     *
     * @param separator between the labels of the second column, where that names them
     * @throws etude.datasets.EtudeException when it is none, a cell says something else, or a row
     *     names no file or one that an earlier row has
     */
    static LabelTable read(Path path, Optional<String> separator) {
        CsvLines lines = lines(path, separator);
        if (separator.isPresent() && lines.header().size() > 2) {
            throw unfit(lines, separator);
        }
        return read(
                lines,
                separator,
                separator
                        .map(between -> named(lines, between))
                        .orElseGet(() -> lines.header().subList(1, lines.header().size())));
    }

    /**
     * Reads a table of these labels: further columns are passed over, labels that no image has are
     * none.
     *
     * @throws etude.datasets.EtudeException likewise, and when a column is missing, or a cell names
     *     a label that is none of these
     */
    static LabelTable readAs(List<String> names, Path path, Optional<String> separator) {
        CsvLines lines = lines(path, separator);
        if (separator.isEmpty() && !lines.header().containsAll(names)) {
            throw lines.unfit(
                    "a column of file names and one of 0 and 1 for each label of the training data (%s)"
                            .formatted(Quoted.list(names)),
                    Nearest.among(names, lines.header()));
        }
        return read(lines, separator, names);
    }

    private static CsvLines lines(Path path, Optional<String> separator) {
        SourceFiles.requireFile(path);
        CsvLines lines = CsvLines.open(path, header -> header.size() > 1);
        if (lines.header().size() < 2) {
            throw unfit(lines, separator);
        }
        return lines;
    }

    private static EtudeException unfit(CsvLines lines, Optional<String> separator) {
        return lines.unfit(
                separator
                        .map(Quoted::of)
                        .map(
                                "a column of file names and one of labels, with %s between them"
                                        ::formatted)
                        .orElse("a column of file names and one of 0 and 1 for each label"),
                Quoted.list(lines.header()));
    }

    private static LabelTable read(CsvLines lines, Optional<String> separator, List<String> names) {
        List<String> header = lines.header();
        LabelCells cells =
                separator.isPresent()
                        ? new LabelCells.Joined(lines, header.get(1), 1, separator.get(), names)
                        : new LabelCells.Columns(
                                lines, names, names.stream().mapToInt(header::indexOf).toArray());
        Map<String, float[]> byFile = new LinkedHashMap<>(); // messages name the first
        NamedProblems problems = new NamedProblems("rows");
        lines.forEach(
                List.of(),
                row -> {
                    float[] labels = new float[names.size()];
                    cells.read(row, labels).ifPresent(problems::add);
                    String file = row.text(0);
                    if (file.isEmpty()) {
                        problems.add(lines.wrong(row.line(), "the name of a file", "an empty one"));
                    } else if (byFile.put(file, labels) != null) {
                        problems.add(
                                lines.wrong(
                                        row.line(),
                                        "each file in one row",
                                        Quoted.of(file) + " a second time"));
                    }
                });
        problems.requireNone();
        return new LabelTable(lines.path(), names, byFile);
    }

    private static List<String> named(CsvLines lines, String separator) {
        NavigableSet<String> names = new TreeSet<>();
        lines.forEach(
                List.of(), row -> LabelCells.split(row.text(1), separator).forEach(names::add));
        if (names.isEmpty()) {
            throw new CorruptFileException(lines.path(), "labels", "none");
        }
        return List.copyOf(names);
    }

    /**
     * The labels of an image: the table may name it with its folder, without it, or without its
     * ending.
     */
    Optional<float[]> of(Path image) {
        String file = String.valueOf(image.getFileName());
        List<String> spellings = new ArrayList<>();
        Optional.ofNullable(image.getParent())
                .map(Path::getFileName)
                .ifPresent(folder -> spellings.add(folder + "/" + file));
        spellings.add(file);
        spellings.add(file.substring(0, Math.max(1, file.lastIndexOf('.'))));
        return spellings.stream()
                .filter(byFile::containsKey)
                .map(spelling -> byFile.getOrDefault(spelling, new float[0]))
                .findFirst();
    }
}
