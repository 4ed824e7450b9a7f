package etude.trainer.config.bind;

import etude.datasets.config.Setting;
import java.math.BigDecimal;

/** The permitted numbers of a key, both ends included. */
record Range(double min, double max) {
    static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Range of(Setting setting) {
        return new Range(setting.min(), setting.max());
    }

    boolean contains(double number) {
        return min <= number && number <= max;
    }

    boolean hasMin() {
        return min != Double.NEGATIVE_INFINITY;
    }

    boolean hasMax() {
        return max != Double.POSITIVE_INFINITY;
    }

    /** Continues "a number": " of at least 1". */
    String words() {
        if (hasMin() && hasMax()) {
            return " from " + plain(min) + " to " + plain(max);
        }
        return hasMin()
                ? " of at least " + plain(min)
                : hasMax() ? " of at most " + plain(max) : "";
    }

    private static String plain(double number) {
        if (number == Math.rint(number) || Math.abs(number) >= 1e-6) {
            return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        }
        return Double.toString(number);
    }
}
