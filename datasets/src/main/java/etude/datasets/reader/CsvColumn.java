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
    private final Map<CsvCell, Integer> others = new EnumMap<>(CsvCell.class);
    private int numbers;
    private final List<Cell> notNumbers = new ArrayList<>();
    private final List<Cell> notFinite = new ArrayList<>();
    private final SortedSet<String> texts = new TreeSet<>();
    private final WholeNumbers whole = new WholeNumbers();
    private boolean allDateNumbers = true;
    private boolean onlyZeroAndOne = true;
    private int finite;
    private double mean;
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private int rows;

    CsvColumn(String name) {
        this.name = name;
    }

    void add(String value, int line) {
        rows++;
        double number = CsvCell.value(value);
        CsvCell kind = Double.isFinite(number) ? CsvCell.NUMBER : CsvCell.of(value);
        if (kind == CsvCell.NUMBER) {
            numbers++;
        } else {
            others.merge(kind, 1, Integer::sum);
        }
        if (texts.size() <= MOST_CATEGORIES) {
            texts.add(value);
        }
        if (kind != CsvCell.NUMBER) {
            if (notNumbers.size() < MOST_EXAMPLES) {
                notNumbers.add(new Cell(value, line));
            }
            whole.none();
        } else if (!Double.isFinite(number)) {
            if (notFinite.size() < MOST_EXAMPLES) {
                notFinite.add(new Cell(value, line));
            }
            whole.none();
        } else {
            addNumber(value, number);
        }
    }

    /** Welford's mean (1962), in which no large sum swallows small numbers. */
    private void addNumber(String value, double number) {
        smallest = Math.min(smallest, number);
        largest = Math.max(largest, number);
        mean += (number - mean) / ++finite;
        onlyZeroAndOne &= number == 0 || number == 1;
        allDateNumbers = allDateNumbers && CsvCell.isDateNumber(value);
        whole.add(number);
    }

    int rows() {
        return rows;
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

    /** The different texts in ascending order; those beyond {@link #MOST_CATEGORIES} are lost. */
    SortedSet<String> texts() {
        return texts;
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
        for (String text : texts) {
            spellings.merge(new BigDecimal(text), text, CsvColumn::shorter);
        }
        return List.copyOf(spellings.values());
    }

    private static String shorter(String one, String other) {
        return other.length() < one.length() ? other : one;
    }
}
