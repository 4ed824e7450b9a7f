package etude.tuner.compare;

import etude.trainer.config.ConfigException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Learning rates to search, on a log scale. */
record RateRange(double min, double max) {
    /** By how much the default range goes below and above the config's own rate. */
    private static final double AROUND = 16;

    /** By how much a range is widened whose end was the best. */
    private static final double WIDER = 10;

    /**
     * Reads {@code MIN,MAX}.
     *
     * @throws ConfigException when it is anything else
     */
    static RateRange parse(String text) {
        String[] ends = text.split(",", -1);
        try {
            if (ends.length == 2) {
                RateRange range =
                        new RateRange(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
                if (range.min > 0 && range.min < range.max && Double.isFinite(range.max)) {
                    return range;
                }
            }
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static ConfigException wrong(String text) {
        return new ConfigException(
                List.of(
                        "--learning-rates: expected the smallest and the largest, above 0 and ascending, such as 0.01,1.0, found %s"
                                .formatted(text)));
    }

    /**
     * The range around a config's own rate.
     *
     * @throws ConfigException when that is 0
     */
    static RateRange around(double rate) {
        if (rate <= 0) {
            throw new ConfigException(
                    List.of(
                            "optimizer.learning_rate: expected more than 0 to search around, found %s; give --learning-rates"
                                    .formatted(rate)));
        }
        return new RateRange(rounded(rate / AROUND), rounded(rate * AROUND));
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(3)).doubleValue();
    }

    RateRange lower() {
        return new RateRange(rounded(min / WIDER), max);
    }

    RateRange higher() {
        return new RateRange(min, rounded(max * WIDER));
    }

    /** As the option takes it. */
    @Override
    public String toString() {
        return "%s,%s".formatted(text(min), text(max));
    }

    /** A decimal number without exponent, exact. */
    static String text(double value) {
        String plain = new BigDecimal(Double.toString(value)).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }
}
