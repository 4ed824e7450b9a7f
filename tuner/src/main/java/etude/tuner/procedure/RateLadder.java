package etude.tuner.procedure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;

/** Learning rates on a log scale, two to a decade, of which number 0 is the config's own. */
final class RateLadder {
    static final String PATH = "optimizer.learning_rate";

    private static final int PER_DECADE = 2;
    private static final int ON_EITHER_SIDE = 3;
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private RateLadder() {}

    /** The first sweep: three decades around a rate. */
    static List<Double> around(double own) {
        return between(own, -ON_EITHER_SIDE, ON_EITHER_SIDE);
    }

    /** Those from one number to another. */
    static List<Double> between(double own, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> rate(own, number)).toList();
    }

    private static double rate(double own, int number) {
        double rate = own * Math.pow(10, (double) number / PER_DECADE);
        return BigDecimal.valueOf(rate).round(THREE_DIGITS).doubleValue();
    }

    /** Which of the rates it is. */
    static int number(double own, double rate) {
        return (int) Math.round(PER_DECADE * Math.log10(rate / own));
    }
}
