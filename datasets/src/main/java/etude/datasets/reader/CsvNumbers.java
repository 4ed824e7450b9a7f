package etude.datasets.reader;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a table's values mean as numbers; stricter than Java, which takes "1f" for one. */
final class CsvNumbers {
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

    private CsvNumbers() {}

    /** Whether it is written as a number, if only as one that a float cannot hold. */
    static boolean isNumber(String value) {
        return NUMBER.matcher(value).matches() || isNotFiniteWord(value);
    }

    /** Whether a number can be stored as a finite float. */
    static boolean isFinite(String number) {
        return !isNotFiniteWord(number) && Float.isFinite(Float.parseFloat(number));
    }

    private static boolean isNotFiniteWord(String value) {
        String word = value.startsWith("-") || value.startsWith("+") ? value.substring(1) : value;
        return NOT_FINITE.contains(word.toLowerCase(Locale.ROOT));
    }
}
