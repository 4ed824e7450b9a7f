package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.Nearest;
import etude.datasets.Quoted;
import etude.datasets.RandomStream;
import etude.datasets.config.ColumnConfig.DateOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What the columns of a table look like, found in one reading in memory that does not grow with it.
 *
 * @param columns in the order of the header
 * @param rows of the whole table
 */
public record TableProfile(List<ColumnProfile> columns, int rows) {
    /** Rows of the sample, of a table with few columns. */
    static final int SAMPLE_ROWS = 10_000;

    private static final int SAMPLE_CELLS = 1_000_000;

    /** Sets the sample apart from choices of other purposes. */
    private static final long SAMPLE_POSITION = -6;

    /** A column with at least this share of numbers is one of numbers, with slips. */
    private static final double NEARLY_ALL = 0.8;

    public TableProfile {
        columns = List.copyOf(columns);
    }

    /**
     * Reads a table.
     *
     * @param target a column that it must have
     * @throws EtudeException when it is no table, or lacks the column
     */
    public static TableProfile read(Path file, String target) {
        CsvLines lines = CsvLines.open(file, header -> header.contains(target));
        List<String> header = lines.header();
        if (!header.contains(target) || header.size() < 2) {
            throw lines.unfit(
                    "the target column %s and another column".formatted(Quoted.of(target)),
                    Nearest.among(List.of(target), header));
        }
        MissingTexts usual = new MissingTexts(MissingTexts.USUAL);
        List<CsvColumn> columns = new ArrayList<>();
        header.forEach(name -> columns.add(new CsvColumn(name, usual, false)));
        Sample sample =
                new Sample(Math.max(1, Math.min(SAMPLE_ROWS, SAMPLE_CELLS / header.size())));
        lines.forEach(
                List.of(),
                row -> {
                    for (int i = 0; i < columns.size(); i++) {
                        columns.get(i).add(row, i);
                    }
                    sample.add(row);
                });
        List<ColumnProfile> profiles = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            profiles.add(profile(columns.get(i), sample.cells(i)));
        }
        return new TableProfile(profiles, sample.seen);
    }

    /** The profile of one column. */
    public ColumnProfile column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ColumnProfile profile(CsvColumn column, List<String> sample) {
        int all = column.rows() + column.gaps();
        int numbers = column.count(CsvCell.NUMBER) - column.notFiniteCount();
        int words = column.count(CsvCell.MISSING) + column.notFiniteCount();
        int numeric = numbers + column.count(CsvCell.FORMATTED);
        boolean ofNumbers =
                numeric > 0
                        && (numeric + words == column.rows()
                                || numeric + words >= NEARLY_ALL * column.rows());
        int dates = column.count(CsvCell.DATE);
        boolean ofDates = dates > 0 && dates + words == column.rows();
        boolean wordsAreMissing = ofNumbers || ofDates;
        List<String> missingTexts =
                wordsAreMissing ? List.copyOf(column.missingWords()) : List.of();
        MissingTexts missing = missing(missingTexts);
        List<String> cells = sample.stream().map(cell -> missing.isOne(cell) ? "" : cell).toList();
        int gaps = column.gaps() + (wordsAreMissing ? words : 0);
        return new ColumnProfile(
                column.name,
                all,
                gaps,
                missingTexts,
                numbers,
                ofNumbers ? all - gaps - numbers : 0,
                ofDates || column.allDates(),
                List.copyOf(orders(cells)),
                column.whole().numberTheRows(),
                column.different() - missingTexts.size(),
                column.words(),
                cells);
    }

    private static MissingTexts missing(List<String> more) {
        List<String> texts = new ArrayList<>(MissingTexts.USUAL);
        texts.addAll(more);
        return new MissingTexts(texts);
    }

    private static Set<DateOrder> orders(List<String> cells) {
        Set<DateOrder> orders = EnumSet.allOf(DateOrder.class);
        for (String cell : cells) {
            if (!cell.isEmpty()) {
                orders.removeIf(order -> Double.isNaN(CsvDate.days(cell, order)));
            }
            if (orders.isEmpty()) {
                break;
            }
        }
        return orders;
    }

    /** Rows of which each is there with the same chance (Vitter 1985, algorithm R). */
    private static final class Sample {
        private final int most;
        private final List<List<String>> rows = new ArrayList<>();
        private final SplittableRandom random =
                new SplittableRandom(RandomStream.SPLIT.seed(0, SAMPLE_POSITION));
        private int seen;

        Sample(int most) {
            this.most = most;
        }

        void add(CsvRow row) {
            seen++;
            if (rows.size() < most) {
                rows.add(row.texts());
                return;
            }
            int place = random.nextInt(seen);
            if (place < most) {
                rows.set(place, row.texts());
            }
        }

        List<String> cells(int column) {
            return rows.stream().map(row -> row.get(column)).toList();
        }
    }
}
