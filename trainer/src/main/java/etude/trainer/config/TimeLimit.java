package etude.trainer.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time in whole seconds, written {@code 600s}, {@code 10m} or {@code 2h}. */
public record TimeLimit(long seconds) {
    static final String PATTERN = "[1-9]\\d{0,6}[smh]";
    static final String EXPECTED = "a time such as 600s, 10m or 2h";

    private static final Pattern TEXT = Pattern.compile("(\\d+)([smh])");

    public TimeLimit {
        if (seconds < 1) {
            throw new IllegalArgumentException("must be at least 1s, found " + seconds + "s");
        }
    }

    /** Reads it; empty where the text is none. */
    static Optional<TimeLimit> read(String text) {
        Matcher matcher = TEXT.matcher(text);
        return text.matches(PATTERN) && matcher.matches()
                ? Optional.of(
                        new TimeLimit(Long.parseLong(matcher.group(1)) * unit(matcher.group(2))))
                : Optional.empty();
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "s" -> 1;
            case "m" -> 60;
            default -> 3600;
        };
    }

    /** For the clocks of this process. */
    public Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    /** As a config writes it. */
    @Override
    public String toString() {
        return seconds + "s";
    }
}
