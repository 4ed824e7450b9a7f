package etude.trainer.config.bind;

import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Scalar;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scalar without quotes means: YAML 1.2's core schema (https://yaml.org/spec/1.2.2, 10.3.2),
 * in which {@code 010} is ten, {@code 1e-3} a number, and {@code 1_000}, {@code 1:30} and {@code
 * yes} are text. Infinities and NaN are text here too, for no setting takes them.
 */
final class CoreSchema {
    /** Longer digits are no setting's number, and slow to convert. */
    private static final int MOST_DIGITS = 400;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

    private static final Pattern INTEGER =
            Pattern.compile("(?<ten>[-+]?[0-9]+)|0o(?<eight>[0-7]+)|0x(?<sixteen>[0-9a-fA-F]+)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private CoreSchema() {}

    /** The scalar; the text of a whole number is its decimal digits, however it was written. */
    static Scalar resolve(Place place, String text) {
        if (NULLS.contains(text)) {
            return new Scalar(place, Kind.NULL, "null");
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return new Scalar(place, Kind.BOOLEAN, TRUE.contains(text) ? "true" : "false");
        }
        if (text.length() > MOST_DIGITS) {
            return new Scalar(place, Kind.TEXT, text);
        }
        Matcher integer = INTEGER.matcher(text);
        if (integer.matches()) {
            return new Scalar(place, Kind.INTEGER, decimalDigits(integer));
        }
        Kind kind = DECIMAL.matcher(text).matches() ? Kind.DECIMAL : Kind.TEXT;
        return new Scalar(place, kind, text);
    }

    private static String decimalDigits(Matcher integer) {
        if (integer.group("eight") != null) {
            return new BigInteger(integer.group("eight"), 8).toString();
        }
        if (integer.group("sixteen") != null) {
            return new BigInteger(integer.group("sixteen"), 16).toString();
        }
        return new BigInteger(integer.group("ten")).toString();
    }
}
