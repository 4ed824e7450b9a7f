package etude.datasets.reader;

import java.util.List;

/**
 * What a table writes for a value that is not there. A number stands for all its spellings: -999
 * for -999.0.
 */
final class MissingTexts {
    /** What tables write for it, whatever the column, unless a config says otherwise. */
    static final List<String> USUAL = List.of("", "?", "NA", "N/A", "null");

    /** Nothing is missing. */
    static final MissingTexts NONE = new MissingTexts(List.of());

    private final List<String> texts;
    private final double[] numbers;
    private final int longest;

    MissingTexts(List<String> texts) {
        this.texts = List.copyOf(texts);
        numbers = texts.stream().mapToDouble(Decimal::value).filter(Double::isFinite).toArray();
        longest = texts.stream().mapToInt(String::length).max().orElse(-1);
    }

    boolean isMissing(CsvRow row, int cell) {
        if (row.length(cell) <= longest) {
            for (int i = 0; i < texts.size(); i++) {
                if (row.holds(cell, texts.get(i))) {
                    return true;
                }
            }
        }
        return numbers.length > 0 && isNumber(row.number(cell));
    }

    boolean isOne(String cell) {
        return texts.contains(cell) || isNumber(Decimal.value(cell));
    }

    private boolean isNumber(double value) {
        for (double number : numbers) {
            if (number == value) {
                return true;
            }
        }
        return false;
    }
}
