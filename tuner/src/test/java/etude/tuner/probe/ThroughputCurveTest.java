package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often the size where throughput stops rising is wrong, on curves whose truth is known. */
final class ThroughputCurveTest {
    /** Probes of each kind whose noise is worked out, which takes longest. */
    private static final int SPANS = 5;

    /** Probes of each kind for each of those. */
    private static final int EACH = 5;

    private static final List<Integer> SIZES =
            IntStream.range(0, 12).map(i -> 1 << i).boxed().toList();

    /** Devices: soft and hard saturation, early and late, falling after it, never saturated. */
    private static final Map<String, DoubleUnaryOperator> KINDS =
            new TreeMap<>(
                    Map.of(
                            "soft at 4", b -> b / (b + 4),
                            "soft at 64", b -> b / (b + 64),
                            "rounded at 32", b -> 1 / Math.hypot(1, 32 / b),
                            "hard at 8", b -> Math.min(b / 8, 1),
                            "hard at 64", b -> Math.min(b / 64, 1),
                            "falling", b -> Math.min(b / 8, 1) * (b > 64 ? 0.8 : 1),
                            "slowly rising", Math::sqrt,
                            "rising", b -> Math.pow(b, 0.95)));

    /** What became of many probes of each kind, in shares. */
    record Errors(double tooLarge, double slow, double right, double covered) {}

    static Errors errors(double noise, double interval) {
        Random random = new Random(3);
        int tooLarge = 0;
        int slow = 0;
        int right = 0;
        int covered = 0;
        for (DoubleUnaryOperator kind : KINDS.values()) {
            double best = SIZES.stream().mapToDouble(kind::applyAsDouble).max().orElseThrow();
            int truth = stop(curve(kind, 0, 0.001, random));
            for (int i = 0; i < EACH * SPANS; i++) {
                ThroughputCurve curve = curve(kind, noise, interval, random);
                int stop = stop(curve);
                tooLarge += stop > 2 * truth ? 1 : 0;
                slow += kind.applyAsDouble(stop) < 0.9 * best ? 1 : 0;
                right += stop == truth ? 1 : 0;
                covered += i < SPANS && isWithin(truth, curve.plausible()) ? 1 : 0;
            }
        }
        double probes = (double) EACH * SPANS * KINDS.size();
        return new Errors(
                tooLarge / probes, slow / probes, right / probes, EACH * covered / probes);
    }

    private static int stop(ThroughputCurve curve) {
        return curve.stopsRising().orElseThrow();
    }

    private static boolean isWithin(int size, ThroughputCurve.Span span) {
        return span.smallest() <= size && size <= span.largest();
    }

    private static ThroughputCurve curve(
            DoubleUnaryOperator kind, double noise, double interval, Random random) {
        return new ThroughputCurve(sizes(kind, noise, interval, random).probe(0).measured());
    }

    private static Sizes sizes(
            DoubleUnaryOperator kind, double noise, double interval, Random random) {
        Sizes sizes = new Sizes();
        for (int size : SIZES) {
            double value = kind.applyAsDouble(size) * Math.exp(noise * random.nextGaussian());
            double width = 1.645 * interval;
            sizes.measuredBetween(size, value, value * Math.exp(-width), value * Math.exp(width));
        }
        return sizes;
    }

    /** The last line is of noise between processes, which no interval shows. */
    @ParameterizedTest
    @CsvSource({
        "0.01, 0.01, 0.01, 0.01, 0.95, 0.95",
        "0.03, 0.03, 0.05, 0.02, 0.85, 0.90",
        "0.10, 0.10, 0.10, 0.10, 0.65, 0.85",
        "0.03, 0.01, 0.10, 0.02, 0.65, 0.85",
    })
    void theSizeIsSeldomFarOffAndItsNoiseIsSaid(
            double noise,
            double interval,
            double tooLarge,
            double slow,
            double right,
            double covered) {
        Errors errors = errors(noise, interval);
        assertThat(errors.tooLarge()).as("more than twice as large").isLessThanOrEqualTo(tooLarge);
        assertThat(errors.slow()).as("more than 10 % slower").isLessThanOrEqualTo(slow);
        assertThat(errors.right()).as("the right size").isGreaterThanOrEqualTo(right);
        assertThat(errors.covered()).as("said to be possible").isGreaterThanOrEqualTo(covered);
    }

    @Test
    void exactTimesCountAloneWhateverTheirCurve() {
        Sizes sizes = new Sizes();
        for (int size : SIZES) {
            double stair = (size < 8 ? size / 8.0 : 1) * (size < 128 ? 0.85 : 1);
            sizes.measuredBetween(size, stair, 0.999 * stair, 1.001 * stair);
        }
        assertThat(new ThroughputCurve(sizes.probe(0).measured()).stopsRising()).hasValue(128);
    }

    @Test
    void oneSizeIsACurveToo() {
        ThroughputCurve curve =
                new ThroughputCurve(new Sizes().measured(8, 100).probe(0).measured());
        assertThat(curve.stopsRising()).hasValue(8);
        assertThat(curve.plausible()).isEqualTo(new ThroughputCurve.Span(8, 8));
        assertThat(new ThroughputCurve(List.of()).stopsRising()).isEmpty();
    }
}
