package etude.trainer.config;

import etude.trainer.config.Duration.Unit;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Scalar;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written. */
final class DurationText {
    static final String EXPECTED =
            "a number of steps, or text such as \"10 epochs\", \"50000 examples\" or \"5%\"";

    private static final String TEXT =
            "([-+]?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\\s*(steps?|epochs?|examples?|%)";
    private static final Pattern PATTERN = Pattern.compile(TEXT);

    static final Map<String, Object> SCHEMA =
            Map.of(
                    "oneOf",
                    List.of(
                            new TreeMap<>(Map.of("type", "integer", "minimum", 0)),
                            new TreeMap<>(Map.of("type", "string", "pattern", "^" + TEXT + "$"))));

    private DurationText() {}

    static Optional<Duration> read(Scalar scalar) {
        if (scalar.kind() == Kind.INTEGER || scalar.kind() == Kind.DECIMAL) {
            return Optional.of(new Duration(Double.parseDouble(scalar.text()), Unit.STEPS));
        }
        Matcher matcher = PATTERN.matcher(scalar.text());
        if (scalar.kind() != Kind.TEXT || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Duration(Double.parseDouble(matcher.group(1)), unit(matcher.group(2))));
    }

    private static Unit unit(String word) {
        return switch (word.charAt(0)) {
            case '%' -> Unit.PERCENT;
            case 's' -> Unit.STEPS;
            default -> word.startsWith("ep") ? Unit.EPOCHS : Unit.EXAMPLES;
        };
    }

    static Scalar write(Duration duration) {
        String amount = new BigDecimal(Double.toString(duration.amount())).toPlainString();
        String shortest = amount.endsWith(".0") ? amount.substring(0, amount.length() - 2) : amount;
        return switch (duration.unit()) {
            case STEPS -> new Scalar(Kind.INTEGER, shortest);
            case PERCENT -> new Scalar(Kind.TEXT, shortest + "%");
            case EPOCHS, EXAMPLES ->
                    new Scalar(
                            Kind.TEXT,
                            shortest + " " + duration.unit().name().toLowerCase(Locale.ROOT));
        };
    }
}
