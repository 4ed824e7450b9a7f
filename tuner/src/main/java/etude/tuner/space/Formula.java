package etude.tuner.space;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An expression of other settings, such as {@code base_rate * batch_size / 256}. */
final class Formula {
    /** A dotted path that no parenthesis follows; the e of 1e-3 is none. */
    private static final Pattern NAME =
            Pattern.compile(
                    "(?<![\\w.])[A-Za-z_]\\w*+(?:\\.[A-Za-z_]\\w*+)*+(?!\\s*\\()",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private static final ExpressionConfiguration LANGUAGE = FormulaFunctions.language();

    private final String text;

    /** Path to the name that the library sees, which knows no dots in names. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private final Expression expression;

    /**
     * @throws IllegalArgumentException with a sentence, when it cannot be read
     */
    Formula(String text) {
        this.text = text;
        Matcher matcher = NAME.matcher(text);
        String plain =
                matcher.replaceAll(
                        name -> names.computeIfAbsent(name.group(), n -> "v" + names.size() + "_"));
        expression = new Expression(plain, LANGUAGE);
        try {
            expression.validate();
        } catch (BaseException e) {
            throw new IllegalArgumentException(
                    "cannot read \"%s\" (%s); a formula has numbers, names, + - * / ^ and the functions %s"
                            .formatted(text, explain(e), FormulaFunctions.names()),
                    e);
        }
    }

    /** The paths that it reads. */
    Set<String> names() {
        return names.keySet();
    }

    /**
     * The result.
     *
     * @throws IllegalArgumentException with a sentence, when a value is no number or the result is
     *     not finite
     */
    JsonNode evaluate(Map<String, JsonNode> values) {
        try {
            Expression prepared = expression.copy();
            for (Map.Entry<String, String> name : names.entrySet()) {
                prepared.with(name.getValue(), number(name.getKey(), values));
            }
            return finite(prepared.evaluate(), values);
        } catch (BaseException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "\"%s\" has no value%s (%s)".formatted(text, where(values), explain(e)), e);
        }
    }

    private Object number(String path, Map<String, JsonNode> values) {
        JsonNode value = values.get(path);
        if (value == null) {
            throw new IllegalArgumentException(
                    "\"%s\" reads %s, which does not exist here".formatted(text, path));
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException(
                    "\"%s\" needs numbers, and %s is %s".formatted(text, path, Values.text(value)));
        }
        return value.decimalValue();
    }

    private JsonNode finite(EvaluationValue result, Map<String, JsonNode> values) {
        if (result.isBooleanValue()) {
            return Values.of(result.getBooleanValue());
        }
        double number = result.isNumberValue() ? result.getNumberValue().doubleValue() : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(
                    "\"%s\" is no finite number%s".formatted(text, where(values)));
        }
        return Values.number(number);
    }

    private String where(Map<String, JsonNode> values) {
        StringBuilder where = new StringBuilder();
        for (String path : names.keySet()) {
            where.append(where.isEmpty() ? " where " : " and ")
                    .append(path)
                    .append(" is ")
                    .append(Values.text(values.getOrDefault(path, Values.NULL)));
        }
        return where.toString();
    }

    /** The library's message, with our names. */
    private String explain(Exception problem) {
        String message = String.valueOf(problem.getMessage());
        for (Map.Entry<String, String> name : names.entrySet()) {
            message = message.replace(name.getValue(), name.getKey());
        }
        return message;
    }
}
