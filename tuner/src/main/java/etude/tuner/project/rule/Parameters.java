package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import java.math.BigDecimal;
import java.math.MathContext;

/** Hyperparameters as a study file has them, one a line. */
final class Parameters {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Parameters() {}

    /** The values that are compared. */
    static String scientific(String path, String values) {
        return "{path: %s, role: scientific, values: %s}".formatted(path, values);
    }

    /** A range in every arm. */
    static String nuisance(String path, double low, double high, String scale) {
        return "{path: %s, role: nuisance, min: %s, max: %s, scale: %s}"
                .formatted(path, number(low), number(high), scale);
    }

    /**
     * The same in one arm.
     *
     * @param when such as {@code use_dropout: true}
     */
    static String when(String parameter, String when) {
        return "%s, when: {%s}}".formatted(parameter.substring(0, parameter.length() - 1), when);
    }

    /**
     * The learning rate in every arm, for its best value depends on what is compared (playbook,
     * "Identifying scientific, nuisance, and fixed hyperparameters").
     *
     * @param down how many times lower than the incumbent's
     * @param up how many times higher
     */
    static String rate(ProjectState state, double down, double up) {
        double rate = state.incumbent().learningRate();
        return nuisance("optimizer.learning_rate", rate / down, rate * up, "log");
    }

    /** Three digits: a range needs no more, and people are to read it. */
    static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(THREE_DIGITS).stripTrailingZeros();
        return rounded.scale() <= 0 ? rounded.toBigInteger() + ".0" : rounded.toPlainString();
    }
}
