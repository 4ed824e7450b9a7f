package etude.datasets.reader;

import etude.datasets.Quoted;
import etude.datasets.config.SourceConfig;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Finds the labels of a table whose examples have several labels or none. */
final class CsvLabels {
    private final CsvLines lines;
    private final SourceConfig.Csv config;

    /** Where the columns stand that hold them, in the order of the config. */
    private final int[] places;

    private final NavigableSet<String> named = new TreeSet<>();
    private final NamedProblems problems;
    private final LabelCells.Columns cells;

    /**
     * @param problems gets cells that are wrong
     */
    CsvLabels(CsvLines lines, SourceConfig.Csv config, NamedProblems problems) {
        this.lines = lines;
        this.config = config;
        this.problems = problems;
        places = config.targets().stream().mapToInt(lines.header()::indexOf).toArray();
        cells = new LabelCells.Columns(lines, config.labels(), places);
    }

    boolean isOne(int column) {
        return IntStream.of(places).anyMatch(place -> place == column);
    }

    /** Looks at one more row. */
    void add(CsvRow row) {
        if (config.separator().isEmpty()) {
            cells.read(row, new float[places.length]).ifPresent(problems::add);
        } else if (named.size() <= CsvColumn.MOST_CATEGORIES) {
            LabelCells.split(row.text(places[0]), config.separator().get()).forEach(named::add);
        }
    }

    /**
     * What a column of them is.
     *
     * @throws etude.datasets.EtudeException when labels are none, or too many
     */
    CsvSchema.Column column(String name) {
        if (config.separator().isEmpty()) {
            return CsvSchema.Column.label(name, List.of(), "the config says so");
        }
        if (named.isEmpty() || named.size() > CsvColumn.MOST_CATEGORIES) {
            throw lines.wrong(
                    1,
                    "1 to %d different labels in %s, with %s between them"
                            .formatted(
                                    CsvColumn.MOST_CATEGORIES,
                                    Quoted.of(name),
                                    Quoted.of(config.separator().get())),
                    named.isEmpty() ? "none" : "more");
        }
        return CsvSchema.Column.label(
                name,
                List.copyOf(named),
                "the config says that %s stands between labels"
                        .formatted(Quoted.of(config.separator().get())));
    }

    /** The names of the labels. */
    List<String> names() {
        return config.separator().isEmpty() ? config.labels() : List.copyOf(named);
    }
}
