package etude.tuner.project;

import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ScalarType;
import etude.tuner.text.Numbers;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Time that may be spent, written {@code 90s}, {@code 20m} or {@code 8h}.
 *
 * @param text as it was written
 */
public record TimeBudget(String text, double seconds) {
    private static final String PATTERN = "(\\d+(?:\\.\\d+)?)\\s*([smh])";
    private static final String EXPECTED = "a time above 0 such as 90s, 20m or 8h";

    /** As a key of a config. */
    static final ScalarType<TimeBudget> TYPE =
            new ScalarType<>(
                    EXPECTED,
                    scalar -> read(scalar.text()),
                    budget -> new Scalar(Kind.TEXT, budget.text),
                    Map.of("type", "string", "pattern", "^" + PATTERN + "$"));

    private static final Pattern TEXT = Pattern.compile(PATTERN);

    /** So many seconds, with four digits. */
    public static TimeBudget of(double seconds) {
        return parse("seconds", Numbers.text(seconds) + "s");
    }

    /**
     * Reads one.
     *
     * @param key that the message names
     * @throws IllegalArgumentException with a sentence
     */
    public static TimeBudget parse(String key, String text) {
        return read(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s: expected %s, found %s"
                                                .formatted(
                                                        key,
                                                        EXPECTED,
                                                        text.isBlank() ? "nothing" : text)));
    }

    private static Optional<TimeBudget> read(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        return Optional.of(matcher)
                .filter(Matcher::matches)
                .map(found -> Double.parseDouble(found.group(1)) * unit(found.group(2)))
                .filter(seconds -> seconds > 0 && Double.isFinite(seconds))
                .map(seconds -> new TimeBudget(text.strip(), seconds));
    }

    private static int unit(String letter) {
        return switch (letter) {
            case "s" -> 1;
            case "m" -> 60;
            default -> 3600;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
