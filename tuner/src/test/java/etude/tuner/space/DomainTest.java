package etude.tuner.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import etude.tuner.space.Domain.Interval;
import etude.tuner.space.Domain.Listed;
import etude.tuner.space.Domain.Whole;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DomainTest {
    @ParameterizedTest
    @CsvSource({
        "LINEAR, 0, 10, 5",
        "LOG, 0.001, 0.1, 0.01",
        "REVERSE_LOG, 1, 100, 91", // 101 - 10
        "ONE_MINUS_LOG, 0.9, 0.999, 0.99",
    })
    void middleOfAScale(Scale scale, double min, double max, double middle) {
        Interval interval = new Interval(scale, min, max);
        assertThat(interval.at(0.5).asDouble()).isCloseTo(middle, within(1e-12));
        assertThat(interval.at(0).asDouble()).isEqualTo(min);
        assertThat(interval.at(1).asDouble()).isEqualTo(max);
    }

    @ParameterizedTest
    @EnumSource(Scale.class)
    void scalesRiseAndStayInside(Scale scale) {
        double[] values =
                IntStream.rangeClosed(0, 1000)
                        .mapToDouble(i -> scale.at(i / 1000.0, 0.5, 0.999))
                        .toArray();
        assertThat(values).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.stream(values).min().orElseThrow()).isEqualTo(0.5);
        assertThat(Arrays.stream(values).max().orElseThrow()).isEqualTo(0.999);
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, 1, 8, 1000, 1000", "LOG, 1, 7, 2667, 514", "REVERSE_LOG, 1, 7, 514, 2667"})
    void wholeNumbersHaveTheirShare(Scale scale, long min, long max, int first, int last) {
        Whole whole = new Whole(scale, min, max);
        Map<Long, Long> counts =
                IntStream.range(0, 8000)
                        .mapToObj(i -> whole.at((i + 0.5) / 8000))
                        .collect(Collectors.groupingBy(JsonNode::asLong, Collectors.counting()));
        assertThat(counts).hasSize((int) (max - min + 1));
        assertThat(counts.getOrDefault(min, 0L)).isBetween(first - 1L, first + 1L);
        assertThat(counts.getOrDefault(max, 0L)).isBetween(last - 1L, last + 1L);
        assertThat(Arrays.stream(whole.grid(2)).mapToObj(whole::at))
                .containsExactlyElementsOf(whole.all());
        assertThat(whole.at(1).asLong()).isEqualTo(max);
    }

    @ParameterizedTest
    @EnumSource(Scale.class)
    void aCoordinateLeadsBackToItsNumber(Scale scale) {
        Interval interval = new Interval(scale, 0.1, 0.9);
        for (double u : new double[] {0, 0.125, 0.5, 0.875, 1}) {
            JsonNode value = interval.at(u);
            assertThat(interval.coordinate(value)).isCloseTo(u, within(1e-12));
            assertThat(interval.extended(u)).isCloseTo(value.asDouble(), within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LINEAR, 0, 1",
        "LINEAR, -7, 1000",
        "LOG, 1, 2",
        "LOG, 8, 4096",
        "LOG, 1, 9973",
        "REVERSE_LOG, 1, 2",
        "REVERSE_LOG, 3, 5000"
    })
    void everyWholeNumberIsAtItsCoordinate(Scale scale, long min, long max) {
        Whole whole = new Whole(scale, min, max);
        assertThat(whole.all())
                .allSatisfy(
                        value -> assertThat(whole.at(whole.coordinate(value))).isEqualTo(value));
        assertThat(whole.coordinate(LongNode.valueOf(min))).isZero();
        assertThat(whole.coordinate(LongNode.valueOf(max))).isEqualTo(1);
    }

    @Test
    void aRangeIsWidenedOnItsScale() {
        assertThat(new Interval(Scale.LOG, 1e-4, 1).extended(1.25)).isCloseTo(10, within(1e-9));
        assertThat(new Interval(Scale.ONE_MINUS_LOG, 0.9, 0.999).extended(1.5))
                .isCloseTo(0.9999, within(1e-12));
        assertThat(new Interval(Scale.LINEAR, 0, 4).extended(-0.25)).isEqualTo(-1);
    }

    @Test
    void aListedValueLiesInTheMiddleOfItsShare() {
        Listed listed =
                new Listed(
                        List.of(TextNode.valueOf("a"), LongNode.valueOf(2), TextNode.valueOf("c")));
        assertThat(listed.coordinate(DoubleNode.valueOf(2.0))).isEqualTo(0.5);
        assertThat(listed.coordinate(TextNode.valueOf("c"))).isCloseTo(5 / 6.0, within(1e-12));
        assertThatThrownBy(() -> listed.coordinate(TextNode.valueOf("d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not in the list: \"d\"");
    }
}
