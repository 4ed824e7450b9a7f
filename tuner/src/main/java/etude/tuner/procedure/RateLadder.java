package etude.tuner.procedure;

import etude.trainer.config.ConfigException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Learning rates on a log scale, two to a decade, of which number 0 is the config's own. */
final class RateLadder {
    static final String PATH = "optimizer.learning_rate";

    private static final int PER_DECADE = 2;
    private static final int ON_EITHER_SIDE = 3;

    /** Of a narrow range too, so that a best rate inside it can be told from one at its ends. */
    private static final int FEWEST = 4;

    /** Beyond these nothing trains, and sweeps would leave what numbers can say. */
    private static final double LEAST = 1e-30;

    private static final double MOST = 1e30;
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private RateLadder() {}

    /** What is wrong where no rates can be laid around a config's own; empty where nothing is. */
    static List<String> problems(double own) {
        return own >= LEAST && own <= MOST
                ? List.of()
                : List.of(
                        "%s: the rates to try are laid around it, so it must be above 0 (from 1e-30 to 1e30), found %s"
                                .formatted(PATH, own));
    }

    /**
     * Checks that rates can be laid around a config's own.
     *
     * @throws ConfigException where they cannot
     */
    static void require(double own) {
        if (!problems(own).isEmpty()) {
            throw new ConfigException(problems(own));
        }
    }

    /** The first sweep: three decades around a rate. */
    static List<Double> around(double own) {
        return between(own, -ON_EITHER_SIDE, ON_EITHER_SIDE);
    }

    /** How many rates {@link #around} has. */
    static int sizeAround() {
        return 2 * ON_EITHER_SIDE + 1;
    }

    /** Those from one number to another. */
    static List<Double> between(double own, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> rate(own, number)).toList();
    }

    private static double rate(double own, int number) {
        return times(own, Math.pow(10, (double) number / PER_DECADE));
    }

    /** A multiple of a rate, to three digits. */
    static double times(double rate, double factor) {
        return BigDecimal.valueOf(rate * factor).round(THREE_DIGITS).doubleValue();
    }

    /** Which of the rates it is. */
    static int number(double own, double rate) {
        return (int) Math.round(PER_DECADE * Math.log10(rate / own));
    }

    /** From one rate to a higher one, both included. */
    static List<Double> over(double low, double high) {
        int count = size(high / low);
        List<Double> rates = new ArrayList<>();
        rates.add(low);
        for (int i = 1; i < count - 1; i++) {
            rates.add(times(low, Math.pow(high / low, i / (count - 1.0))));
        }
        rates.add(high);
        return rates;
    }

    /** How many rates {@link #over} has for a ratio of the highest to the lowest. */
    static int size(double ratio) {
        return Math.max(FEWEST, 1 + (int) Math.round(PER_DECADE * Math.log10(ratio)));
    }
}
