package etude.trainer.config.bind;

import etude.datasets.config.CellText;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Scalar;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The scalar types that every config has. Nothing is converted silently. */
final class Scalars {
    private static final ScalarType<Integer> INT =
            new ScalarType<>(
                    "a whole number",
                    scalar -> whole(scalar, Integer.SIZE).map(BigInteger::intValueExact),
                    value -> new Scalar(Kind.INTEGER, Integer.toString(value)),
                    Map.of("type", "integer"));

    private static final ScalarType<Long> LONG =
            new ScalarType<>(
                    "a whole number",
                    scalar -> whole(scalar, Long.SIZE).map(BigInteger::longValueExact),
                    value -> new Scalar(Kind.INTEGER, Long.toString(value)),
                    Map.of("type", "integer"));

    private static final ScalarType<Double> DOUBLE =
            new ScalarType<>(
                    "a number",
                    Scalars::number,
                    value -> number(value.doubleValue()),
                    Map.of("type", "number"));

    private static final ScalarType<Boolean> BOOLEAN =
            new ScalarType<>(
                    "true or false",
                    scalar ->
                            scalar.kind() == Kind.BOOLEAN
                                    ? Optional.of(scalar.text().equals("true"))
                                    : Optional.empty(),
                    value -> new Scalar(Kind.BOOLEAN, Boolean.toString(value)),
                    Map.of("type", "boolean"));

    private static final ScalarType<String> TEXT =
            new ScalarType<>(
                    "text (in quotes, if it looks like something else)",
                    scalar ->
                            scalar.kind() == Kind.TEXT
                                    ? Optional.of(scalar.text())
                                    : Optional.empty(),
                    value -> new Scalar(Kind.TEXT, value),
                    Map.of("type", "string"));

    private static final ScalarType<CellText> CELL =
            new ScalarType<>(
                    "text, a number or a word",
                    scalar -> Optional.of(new CellText(scalar.text())),
                    value -> new Scalar(Kind.TEXT, value.text()),
                    Map.of("type", List.of("string", "number", "boolean", "null")));

    static final Map<Class<?>, ScalarType<?>> ALL =
            Map.of(
                    int.class, INT,
                    Integer.class, INT,
                    long.class, LONG,
                    Long.class, LONG,
                    double.class, DOUBLE,
                    Double.class, DOUBLE,
                    boolean.class, BOOLEAN,
                    Boolean.class, BOOLEAN,
                    String.class, TEXT,
                    CellText.class, CELL);

    private Scalars() {}

    /** The constants of an enum, in lower snake case. */
    static ScalarType<Object> constants(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        List<String> names = Arrays.stream(constants).map(Scalars::constantName).toList();
        return new ScalarType<>(
                alternatives(names),
                scalar ->
                        scalar.kind() == Kind.TEXT && names.contains(scalar.text())
                                ? Optional.of(constants[names.indexOf(scalar.text())])
                                : Optional.empty(),
                value -> new Scalar(Kind.TEXT, constantName(value)),
                Map.of("enum", names));
    }

    private static String constantName(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static String alternatives(List<String> names) {
        int last = names.size() - 1;
        return last == 0
                ? names.get(0)
                : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static Optional<BigInteger> whole(Scalar scalar, int bits) {
        if (scalar.kind() != Kind.INTEGER) {
            return Optional.empty();
        }
        return Optional.of(new BigInteger(scalar.text())).filter(n -> n.bitLength() < bits);
    }

    static Scalar number(double value) {
        return new Scalar(Kind.DECIMAL, decimal(value));
    }

    static Optional<Double> number(Scalar scalar) {
        if (scalar.kind() != Kind.INTEGER && scalar.kind() != Kind.DECIMAL) {
            return Optional.empty();
        }
        return Optional.of(Double.parseDouble(scalar.text())).filter(Double::isFinite);
    }

    /** Java's digits in YAML 1.1's form, which wants a sign in the exponent: 1.0e+10. */
    private static String decimal(double value) {
        return Double.toString(value).replaceFirst("E(?=[0-9])", "e+").replace('E', 'e');
    }
}
