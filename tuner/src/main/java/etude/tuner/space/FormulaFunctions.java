package etude.tuner.space;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.functions.basic.AbsFunction;
import com.ezylang.evalex.functions.basic.IfFunction;
import com.ezylang.evalex.functions.basic.MaxFunction;
import com.ezylang.evalex.functions.basic.MinFunction;
import com.ezylang.evalex.operators.AbstractOperator;
import com.ezylang.evalex.operators.InfixOperator;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The functions of formulas. Those of the library are replaced where they depend on the machine
 * (Math instead of StrictMath), the time, or chance: the points of a study must be the same
 * everywhere.
 */
final class FormulaFunctions {
    private static final Map<String, FunctionIfc> ALL = all();

    private FormulaFunctions() {}

    private static Map<String, FunctionIfc> all() {
        Map<String, FunctionIfc> functions = new TreeMap<>();
        functions.put("abs", new AbsFunction());
        functions.put("min", new MinFunction());
        functions.put("max", new MaxFunction());
        functions.put("if", new IfFunction());
        functions.put("round", new Strict(Math::rint));
        functions.put("floor", new Strict(Math::floor));
        functions.put("ceil", new Strict(Math::ceil));
        functions.put("sqrt", new Strict(Math::sqrt));
        functions.put("exp", new Strict(StrictMath::exp));
        functions.put("log", new Strict(StrictMath::log));
        functions.put("log10", new Strict(StrictMath::log10));
        return Collections.unmodifiableMap(functions);
    }

    /** Names for messages. */
    static String names() {
        return String.join(", ", ALL.keySet());
    }

    /** A language of numbers, these functions and nothing else. */
    static ExpressionConfiguration language() {
        MapBasedFunctionDictionary dictionary = new MapBasedFunctionDictionary();
        ALL.forEach(dictionary::addFunction);
        Map.Entry<String, OperatorIfc> power = Map.entry("^", new StrictPower(StrictMath::pow));
        return ExpressionConfiguration.builder()
                .functionDictionary(dictionary)
                .defaultConstants(Map.of())
                .arraysAllowed(false)
                .structuresAllowed(false)
                .binaryAllowed(false)
                .implicitMultiplicationAllowed(false)
                .singleQuoteStringLiteralsAllowed(true)
                .build()
                .withAdditionalOperators(power);
    }

    private static EvaluationValue number(double result, Token token) throws EvaluationException {
        if (!Double.isFinite(result)) {
            throw new EvaluationException(token, token.getValue() + " gives no finite number");
        }
        return EvaluationValue.numberValue(BigDecimal.valueOf(result));
    }

    /** A function of one number. */
    @FunctionParameter(name = "value")
    private static final class Strict extends AbstractFunction {
        private final DoubleUnaryOperator function;

        Strict(DoubleUnaryOperator function) {
            this.function = function;
        }

        @Override
        public EvaluationValue evaluate(
                Expression expression, Token token, EvaluationValue... values)
                throws EvaluationException {
            double value = values[0].getNumberValue().doubleValue();
            return number(function.applyAsDouble(value), token);
        }
    }

    /** The operator for powers; it binds to the right, as on paper. */
    @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_POWER, leftAssociative = false)
    private static final class StrictPower extends AbstractOperator {
        private final DoubleBinaryOperator power;

        StrictPower(DoubleBinaryOperator power) {
            this.power = power;
        }

        @Override
        public EvaluationValue evaluate(
                Expression expression, Token token, EvaluationValue... values)
                throws EvaluationException {
            double base = values[0].getNumberValue().doubleValue();
            double exponent = values[1].getNumberValue().doubleValue();
            return number(power.applyAsDouble(base, exponent), token);
        }
    }
}
