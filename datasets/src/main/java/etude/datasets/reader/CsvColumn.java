package etude.datasets.reader;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has been seen of one column of a table so far. */
final class CsvColumn {
    /** More different texts than this are names or numbers with a slip, not categories. */
    static final int MOST_CATEGORIES = 1000;

    /** Cells of the less frequent kind that messages may name. */
    private static final int MOST_EXAMPLES = 10;

    /** One cell and the line on which its row begins. */
    record Cell(String value, int line) {}

    final String name;
    private final MissingTexts missing;
    private final boolean dated;
    private final CsvDates dates = new CsvDates();
    private final Map<CsvCell, Integer> others = new EnumMap<>(CsvCell.class);
    private int numbers;
    private final List<Cell> notNumbers = new ArrayList<>();
    private final List<Cell> notFinite = new ArrayList<>();
    private final List<Cell> notDates = new ArrayList<>();
    private final SortedSet<String> missingWords = new TreeSet<>();
    private final CsvTexts texts = new CsvTexts(MOST_CATEGORIES + 1);
    private final List<CsvCell> kinds = new ArrayList<>();
    private final WholeNumbers whole = new WholeNumbers();
    private boolean allDateNumbers = true;
    private boolean onlyZeroAndOne = true;
    private int finite;
    private double mean;
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private int rows;
    private int gaps;
    private int badDates;
    private int notFiniteCount;

    /**
     * @param missing values that may be missing; they are only counted
     * @param dated whether the column is known to hold dates
     */
    CsvColumn(String name, MissingTexts missing, boolean dated) {
        this.name = name;
        this.missing = missing;
        this.dated = dated;
    }

    void add(CsvRow row, int cell) {
        if (missing.isMissing(row, cell)) {
            gaps++;
            whole.none();
            return;
        }
        rows++;
        if (dated) {
            addDate(row.text(cell), row.line());
        }
        double number = row.number(cell);
        if (Double.isFinite(number)) {
            numbers++;
            if (!texts.isFull()) {
                kind(row, cell);
            }
            addNumber(row, cell, number);
        } else {
            addOther(row, cell);
        }
    }

    private void addDate(String text, int line) {
        if (!dates.add(text, line)) {
            badDates++;
            if (notDates.size() < MOST_EXAMPLES) {
                notDates.add(new Cell(text, line));
            }
        }
    }

    private void addOther(CsvRow row, int cell) {
        CsvCell kind = kind(row, cell);
        whole.none();
        if (kind == CsvCell.NUMBER) {
            numbers++;
            notFiniteCount++;
            if (Double.isNaN(row.number(cell))) {
                missingWord(row, cell);
            }
            if (notFinite.size() < MOST_EXAMPLES) {
                notFinite.add(new Cell(row.text(cell), row.line()));
            }
            return;
        }
        others.merge(kind, 1, Integer::sum);
        if (kind == CsvCell.MISSING) {
            missingWord(row, cell);
        }
        if (notNumbers.size() < MOST_EXAMPLES) {
            notNumbers.add(new Cell(row.text(cell), row.line()));
        }
    }

    private void missingWord(CsvRow row, int cell) {
        if (missingWords.size() < MOST_EXAMPLES) {
            missingWords.add(row.text(cell));
        }
    }

    /** Looked at once for each text that is kept. */
    private CsvCell kind(CsvRow row, int cell) {
        int number = texts.add(row, cell);
        if (number < 0) {
            return CsvCell.of(row.text(cell));
        }
        if (number == kinds.size()) {
            kinds.add(CsvCell.of(row.text(cell)));
        }
        return kinds.get(number);
    }

    /** Welford's mean (1962), in which no large sum swallows small numbers. */
    private void addNumber(CsvRow row, int cell, double number) {
        smallest = Math.min(smallest, number);
        largest = Math.max(largest, number);
        mean += (number - mean) / ++finite;
        onlyZeroAndOne &= number == 0 || number == 1;
        allDateNumbers = allDateNumbers && CsvCell.isDateNumber(row, cell);
        whole.add(number);
    }

    /** Those in which a value is not missing. */
    int rows() {
        return rows;
    }

    /** Rows in which a value is missing, as it may be. */
    int gaps() {
        return gaps;
    }

    CsvDates dates() {
        return dates;
    }

    /** How many cells are no dates in any order. */
    int badDates() {
        return badDates;
    }

    /** The first cells that are no dates. */
    List<Cell> notDates() {
        return notDates;
    }

    int count(CsvCell kind) {
        return kind == CsvCell.NUMBER ? numbers : others.getOrDefault(kind, 0);
    }

    boolean allNumbers() {
        return count(CsvCell.NUMBER) == rows;
    }

    boolean allDates() {
        return count(CsvCell.DATE) == rows || (allNumbers() && allDateNumbers);
    }

    /** The first cells that are no numbers. */
    List<Cell> notNumbers() {
        return notNumbers;
    }

    /** The first numbers that no float can hold. */
    List<Cell> notFinite() {
        return notFinite;
    }

    int notFiniteCount() {
        return notFiniteCount;
    }

    /** Up to ten different cells that look like missing values, or are no finite numbers. */
    SortedSet<String> missingWords() {
        return missingWords;
    }

    /** The different texts in ascending order; those beyond {@link #MOST_CATEGORIES} are lost. */
    SortedSet<String> texts() {
        return new TreeSet<>(texts.all());
    }

    /** How many different texts there are, as far as they are counted. */
    int different() {
        return texts.size();
    }

    /** Words of the different texts, on the average. */
    double words() {
        return texts.all().stream().mapToInt(text -> text.split("\\s+").length).average().orElse(0);
    }

    WholeNumbers whole() {
        return whole;
    }

    /**
     * What is subtracted from every number before it is rounded to a float: the mean, since floats
     * lie densely around zero only. Columns of only 0 and 1 stay what they are.
     */
    double origin() {
        return onlyZeroAndOne ? 0 : mean;
    }

    /** How far the numbers lie apart. */
    double spread() {
        return largest - smallest;
    }

    double largestMagnitude() {
        return Math.max(Math.abs(smallest), Math.abs(largest));
    }

    /**
     * The different numbers in ascending order, each by its shortest spelling: 1 and 1.0 are one.
     */
    List<String> numbers() {
        Map<BigDecimal, String> spellings = new TreeMap<>();
        for (String text : texts.all()) {
            spellings.merge(new BigDecimal(text), text, CsvColumn::shorter);
        }
        return List.copyOf(spellings.values());
    }

    private static String shorter(String one, String other) {
        return other.length() < one.length() ? other : one;
    }
}
