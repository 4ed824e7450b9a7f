package etude.datasets.reader;

import etude.datasets.config.ColumnConfig.DateOrder;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates, with a time of day or without: 2024-01-31, 31.1.2024, 01/31/24, 20240131, 2024-01-31
 * 13:45:00, 2024-01-31T13:45:00.5+02:00. A year of two digits is one of 1969 to 2068, as POSIX has
 * it.
 */
final class CsvDate {
    private static final Pattern PARTS =
            Pattern.compile(
                    "(\\d{1,4})([-/.])(\\d{1,2})\\2(\\d{1,4})(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s?(Z|[-+]\\d{2}:?\\d{2})?)?");
    private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
    private static final double SECONDS_OF_DAY = 86_400;
    private static final int FIRST_SHORT_YEAR = 69;

    private CsvDate() {}

    /**
     * Days since the beginning of 1970; where a zone is written, of Greenwich, else of the place
     * where it was written down. NaN where the text is no date in this order.
     */
    static double days(String text, DateOrder order) {
        Matcher digits = DIGITS.matcher(text);
        if (digits.matches()) {
            return order == DateOrder.YEAR_FIRST
                    ? day(digits.group(1), digits.group(2), digits.group(3))
                    : Double.NaN;
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return Double.NaN;
        }
        String first = parts.group(1);
        String second = parts.group(3);
        String third = parts.group(4);
        double day =
                switch (order) {
                    case YEAR_FIRST -> first.length() == 4 ? day(first, second, third) : Double.NaN;
                    case DAY_FIRST -> day(third, second, first);
                    case MONTH_FIRST -> day(third, first, second);
                };
        return parts.group(5) == null ? day : day + seconds(parts) / SECONDS_OF_DAY;
    }

    private static double day(String year, String month, String day) {
        boolean isShort = year.length() == 2;
        if ((!isShort && year.length() != 4) || month.length() > 2 || day.length() > 2) {
            return Double.NaN;
        }
        int number = Integer.parseInt(year);
        int whole = !isShort ? number : number + (number < FIRST_SHORT_YEAR ? 2000 : 1900);
        try {
            return LocalDate.of(whole, Integer.parseInt(month), Integer.parseInt(day)).toEpochDay();
        } catch (DateTimeException e) {
            return Double.NaN; // there is no such day
        }
    }

    /** Of the day, in Greenwich where that is known; NaN where there is no such time. */
    private static double seconds(Matcher parts) {
        int hours = Integer.parseInt(parts.group(5));
        int minutes = Integer.parseInt(parts.group(6));
        double seconds =
                (parts.group(7) == null ? 0 : Integer.parseInt(parts.group(7)))
                        + (parts.group(8) == null ? 0 : Double.parseDouble("0." + parts.group(8)));
        boolean isTime = hours < 24 && minutes < 60 && seconds < 61;
        return isTime ? 3600 * hours + 60 * minutes + seconds - offset(parts.group(9)) : Double.NaN;
    }

    private static int offset(@Nullable String zone) {
        if (zone == null || zone.equals("Z")) {
            return 0;
        }
        String digits = zone.substring(1).replace(":", "");
        int seconds =
                3600 * Integer.parseInt(digits.substring(0, 2))
                        + 60 * Integer.parseInt(digits.substring(2));
        return zone.charAt(0) == '-' ? -seconds : seconds;
    }
}
