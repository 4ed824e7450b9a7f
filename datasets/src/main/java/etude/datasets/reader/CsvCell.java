package etude.datasets.reader;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What one value of a table looks like. */
enum CsvCell {
    /**
     * A number, if only one that a float cannot hold. Stricter than Java, which takes 1f for one.
     */
    NUMBER,
    /**
     * A number as people write it: with separators, a decimal comma, a percent or currency sign.
     */
    FORMATTED,
    /** What programs write for a value that is not there. */
    MISSING,
    /** A date, with or without a time. */
    DATE,
    TEXT;

    private static final String DECIMAL = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";

    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");
    private static final String GROUPED =
            "[-+]?\\d{1,3}([,.' \\u00a0\\u202f]\\d{3})+([.,]\\d+)?|[-+]?\\d+,\\d+";
    private static final Pattern FORMATTED_NUMBERS =
            Pattern.compile("[-+]?[$€£¥]?\\s?(%1$s|%2$s)\\s?[%%$€£¥]?".formatted(DECIMAL, GROUPED));
    private static final Set<String> MISSING_WORDS =
            Set.of(
                    "none",
                    "null",
                    "nil",
                    "na",
                    "n/a",
                    "n.a.",
                    "#n/a",
                    "#n/a n/a",
                    "#na",
                    "<na>",
                    "\\n",
                    "-",
                    "--",
                    ".",
                    "..",
                    "...",
                    "missing",
                    "#div/0!",
                    "#value!",
                    "#ref!",
                    "#num!",
                    "#name?",
                    "#null!",
                    "?");
    private static final Pattern DATES =
            Pattern.compile(
                    "(\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.](\\d{4}|\\d{2}))([T ]\\d{1,2}:\\d{2}.*)?");
    private static final int DATE_DIGITS = 8;
    private static final Pattern DATE_NUMBERS =
            Pattern.compile("(19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])");

    static CsvCell of(String value) {
        if (isNumber(value)) {
            return NUMBER;
        }
        if (MISSING_WORDS.contains(value.toLowerCase(Locale.ROOT))) {
            return MISSING;
        }
        if (DATES.matcher(value).matches()) {
            return DATE;
        }
        return FORMATTED_NUMBERS.matcher(value).matches() ? FORMATTED : TEXT;
    }

    static boolean isNumber(String value) {
        return !Double.isNaN(Decimal.value(value)) || isNotFiniteWord(value);
    }

    /** Whether a number can be stored as a finite float. */
    static boolean isFinite(String number) {
        return Double.isFinite(Decimal.value(number));
    }

    /** Whether a number is a day written as year, month and day: 20240131. */
    static boolean isDateNumber(CsvRow row, int cell) {
        return row.length(cell) == DATE_DIGITS && DATE_NUMBERS.matcher(row.text(cell)).matches();
    }

    private static boolean isNotFiniteWord(String value) {
        String word = value.startsWith("-") || value.startsWith("+") ? value.substring(1) : value;
        return NOT_FINITE.contains(word.toLowerCase(Locale.ROOT));
    }
}
