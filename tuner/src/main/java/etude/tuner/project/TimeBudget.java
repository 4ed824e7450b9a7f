package etude.tuner.project;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time that may be spent, written {@code 90s}, {@code 20m} or {@code 8h}. */
public record TimeBudget(double seconds) {
    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([smh])");

    /**
     * Reads one.
     *
     * @param key that the message names
     * @throws IllegalArgumentException with a sentence
     */
    static TimeBudget parse(String key, String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        double amount = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (!(amount > 0)) {
            throw new IllegalArgumentException(
                    "%s: expected a time above 0 such as 90s, 20m or 8h, found %s"
                            .formatted(key, text.isBlank() ? "nothing" : text));
        }
        return new TimeBudget(
                amount
                        * switch (matcher.group(2)) {
                            case "s" -> 1;
                            case "m" -> 60;
                            default -> 3600;
                        });
    }
}
