package etude.trainer.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MedianIntervalTest {
    @Test
    void ofFiveValuesIsTheirRange() {
        assertThat(MedianInterval.of(5, 1, 4, 2, 3)).isEqualTo(new MedianInterval(3, 1, 5));
    }

    @Test
    void ofTenValuesLeavesOneOutOnEachSide() {
        assertThat(MedianInterval.of(IntStream.rangeClosed(1, 10).asDoubleStream().toArray()))
                .isEqualTo(new MedianInterval(5.5, 2, 9));
    }

    /** P(rank r .. n-1-r encloses the median) = 1 - 2 P(at most r of n below), exactly. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 9, 20, 57, 300, 1000, 1001, 4000})
    void theIntervalIsTheNarrowestOfAtLeast90Percent(int n) {
        double[] ranks = IntStream.range(0, n).asDoubleStream().toArray();
        MedianInterval interval = MedianInterval.of(ranks);
        int rank = (int) interval.low();
        assertThat(interval.high()).isEqualTo(n - 1 - rank);
        assertThat(coverage(n, rank)).isGreaterThanOrEqualTo(0.9);
        // One rank for the normal approximation, which is a little wider than need be.
        assertThat(coverage(n, rank + (n > 1000 ? 2 : 1))).isLessThan(0.9);
    }

    @Test
    void widthIsRelativeToTheMedian() {
        assertThat(new MedianInterval(2, 1.9, 2.1).relativeWidth())
                .isCloseTo(0.1, org.assertj.core.data.Offset.offset(1e-12));
    }

    @Test
    void noValuesHaveNoMedian() {
        assertThatThrownBy(MedianInterval::of).isInstanceOf(IllegalArgumentException.class);
    }

    private static double coverage(int n, int rank) {
        BigInteger below = BigInteger.ZERO;
        BigInteger choose = BigInteger.ONE;
        for (int k = 0; k <= rank; k++) {
            below = below.add(choose);
            choose = choose.multiply(BigInteger.valueOf(n - k)).divide(BigInteger.valueOf(k + 1));
        }
        // 20 decimal digits of the quotient are more than a double holds.
        BigInteger scale = BigInteger.TEN.pow(20);
        return 1 - 2 * below.multiply(scale).shiftRight(n).doubleValue() / scale.doubleValue();
    }
}
