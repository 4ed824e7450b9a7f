package etude.tuner.space;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of values by their names: of other settings, such as {@code base_rate * batch_size
 * / 256}, or a condition, such as {@code status == "completed" && steps > 1000}.
 */
public final class Formula {
    /** A text in quotes, or a dotted path that no parenthesis follows; the e of 1e-3 is none. */
    private static final Pattern TEXT_OR_NAME =
            Pattern.compile(
                    "\"[^\"]*\"|'[^']*'|"
                            + "((?<![\\w.])[A-Za-z_]\\w*+(?:\\.[A-Za-z_]\\w*+)*+(?!\\s*\\())",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private static final ExpressionConfiguration LANGUAGE = FormulaFunctions.language();

    private final String text;
    private final boolean condition;

    /** Path to the name that the library sees, which knows no dots in names. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private final Expression expression;

    /**
     * One of numbers.
     *
     * @throws IllegalArgumentException with a sentence, when it cannot be read
     */
    Formula(String text) {
        this(text, false);
    }

    private Formula(String text, boolean condition) {
        this.text = text;
        this.condition = condition;
        String plain = TEXT_OR_NAME.matcher(text).replaceAll(this::plain);
        expression = new Expression(plain, LANGUAGE);
        try {
            expression.validate();
        } catch (BaseException e) {
            throw new IllegalArgumentException(
                    "cannot read \"%s\" (%s); %s and the functions %s"
                            .formatted(text, explain(e), parts(), FormulaFunctions.names()),
                    e);
        }
    }

    /**
     * One that holds or does not, of numbers, truths and texts.
     *
     * @throws IllegalArgumentException with a sentence, when it cannot be read
     */
    public static Formula condition(String text) {
        return new Formula(text, true);
    }

    private String plain(MatchResult part) {
        String name = part.group(1);
        return name == null
                ? Matcher.quoteReplacement(part.group())
                : names.computeIfAbsent(name, n -> "v" + names.size() + "_");
    }

    private String parts() {
        return condition
                ? "a condition has names, numbers, \"texts\", == != < <= > >= && || !"
                : "a formula has numbers, names, + - * / ^";
    }

    /** The paths that it reads. */
    public Set<String> names() {
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

    /**
     * Whether it holds.
     *
     * @throws IllegalArgumentException with a sentence, when a value is missing or of a kind that
     *     it cannot compare, or the result is no truth
     */
    public boolean holds(Map<String, JsonNode> values) {
        JsonNode result = evaluate(values);
        if (!result.isBoolean()) {
            throw new IllegalArgumentException(
                    "expected a condition such as steps > 1000, found \"%s\", which is %s"
                            .formatted(text, Values.text(result)));
        }
        return result.asBoolean();
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
        if (condition && !value.isNumber()) {
            return Values.text(value);
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
