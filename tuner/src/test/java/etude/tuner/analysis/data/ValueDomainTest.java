package etude.tuner.analysis.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.analysis.data.ValueDomain.Choices;
import etude.tuner.analysis.data.ValueDomain.Range;
import etude.tuner.space.Domain;
import etude.tuner.space.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ValueDomainTest {
    @ParameterizedTest
    @EnumSource
    void coordinatesAreThoseThatTheStudySampled(Scale scale) {
        Range range = new Range(scale, 0.1, 0.9, false);
        Domain sampled = new Domain.Interval(scale, 0.1, 0.9);
        for (double u : new double[] {0, 0.125, 0.5, 0.875, 1}) {
            double value = sampled.at(u).asDouble();
            assertThat(range.coordinate(value)).isCloseTo(u, within(1e-12));
            assertThat(range.at(u)).isCloseTo(value, within(1e-12));
        }
    }

    @Test
    void aRangeIsWidenedOnItsScale() {
        assertThat(new Range(Scale.LOG, 1e-4, 1, false).at(1.25)).isCloseTo(10, within(1e-9));
        assertThat(new Range(Scale.ONE_MINUS_LOG, 0.9, 0.999, false).at(1.5))
                .isCloseTo(0.9999, within(1e-12));
        assertThat(new Range(Scale.LINEAR, 0, 4, false).at(-0.25)).isEqualTo(-1);
    }

    @Test
    void aChoiceLiesInTheMiddleOfItsShare() {
        Choices choices = new Choices(List.of(Value.of("a"), Value.of(2), Value.of("c")));
        assertThat(choices.coordinate(Value.of(2.0))).isEqualTo(0.5);
        assertThat(choices.coordinate(Value.of("c"))).isCloseTo(5 / 6.0, within(1e-12));
    }
}
