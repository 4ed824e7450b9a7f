package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.Quoted;
import etude.datasets.encoding.Encoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Rows of tables to be predicted. Columns are found by their names, in any order; others are passed
 * over. A cell must be what it was in training: a number, a date, one of the categories of its
 * column, or missing where the training file's config said what stands for that. Where it is
 * another, the row is not predicted, for the model has learned nothing of such rows. The target may
 * be missing as a column or in a row.
 */
record NewRows(Encoding.Table table, List<CsvLines> files) implements NewExamples {
    static NewRows open(Encoding.Table table, List<Path> paths) {
        List<String> wanted = table.columns().stream().map(Encoding.Column::name).toList();
        List<CsvLines> files = new ArrayList<>();
        for (Path path : paths) {
            requireTable(path, wanted);
            CsvLines lines = CsvLines.open(path, header -> header.containsAll(wanted));
            List<String> missing = new ArrayList<>(wanted);
            missing.removeAll(lines.header());
            if (!missing.isEmpty()) {
                throw lines.wrong(
                        1,
                        "the columns that the model was trained on, also " + Quoted.list(missing),
                        Quoted.list(lines.header()));
            }
            files.add(lines);
        }
        return new NewRows(table, List.copyOf(files));
    }

    private static void requireTable(Path path, List<String> wanted) {
        if (Files.isDirectory(path) || ClassFolders.isImage(path.toString())) {
            throw new EtudeException(
                    "%s: expected a table with the columns that the model was trained on (%s), found %s; name a .csv or .tsv file"
                            .formatted(
                                    path,
                                    Quoted.list(wanted),
                                    Files.isDirectory(path)
                                            ? "a folder"
                                            : "a file named as an image"));
        }
        SourceFiles.requireFile(path);
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.empty();
    }

    @Override
    public void forEach(Consumer<NewExample> consumer) {
        List<CellReader> readers = table.columns().stream().map(CellReader::of).toList();
        for (CsvLines lines : files) {
            Rows rows = new Rows(lines, lines.header(), readers);
            try {
                lines.forEachAsItIs(row -> consumer.accept(rows.read(row)));
            } catch (EtudeException e) { // of the file from here on
                consumer.accept(
                        new NewExample.Unreadable(
                                lines.path().toString(), String.valueOf(e.getMessage())));
            }
        }
    }

    /** Reads the rows of one file. */
    private final class Rows {
        private final CsvLines lines;
        private final List<String> header;
        private final List<CellReader> readers;
        private final int[] places;
        private final int target;
        private final int features = table.features().elements();

        Rows(CsvLines lines, List<String> header, List<CellReader> readers) {
            this.lines = lines;
            this.header = header;
            this.readers = readers;
            places =
                    table.columns().stream()
                            .mapToInt(column -> header.indexOf(column.name()))
                            .toArray();
            target = header.indexOf(table.target());
        }

        NewExample read(CsvRow cells) {
            String name = lines.path() + ":" + cells.line();
            if (cells.size() != header.size()) {
                return new NewExample.Unreadable(
                        name,
                        "expected %d values, as in the header, found %d"
                                .formatted(header.size(), cells.size()));
            }
            float[] row = new float[features];
            int at = 0;
            for (int i = 0; i < places.length; i++) {
                boolean missing = readers.get(i).isMissing(cells, places[i]);
                double value = missing ? Double.NaN : readers.get(i).read(cells, places[i]);
                if (!missing && !Double.isFinite(value)) {
                    return new NewExample.Unreadable(name, problem(cells, i));
                }
                Encoding.Column column = table.columns().get(i);
                column.write(value, row, at);
                at += column.width();
            }
            return new NewExample.Read(
                    name,
                    (batch, index) ->
                            System.arraycopy(row, 0, batch.vectors(), index * features, features),
                    target < 0
                            ? Optional.empty()
                            : Optional.of(cells.text(target))
                                    .filter(cell -> !MissingTexts.USUAL.contains(cell)));
        }

        private String problem(CsvRow cells, int column) {
            String cell = cells.text(places[column]);
            return "expected %s, found %s"
                    .formatted(
                            readers.get(column).expected(),
                            MissingTexts.USUAL.contains(cell)
                                    ? "a missing value (%s)".formatted(Quoted.of(cell))
                                    : Quoted.of(cell));
        }
    }
}
