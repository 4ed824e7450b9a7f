package etude.tuner.analysis.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.verdict.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fixed seeds; {@code scripts/bench/verdicts} measures more of them. */
class CalibrationTest {
    private static final int STUDIES = 40;

    static Stream<MadeUp> kinds() {
        return CalibrationTable.all().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void staysWithinItsBar(MadeUp kind) {
        assertThat(kind.rate(0, STUDIES)).as(kind.kind()).isLessThanOrEqualTo(kind.bar());
    }

    /** The bar is a tenth. */
    @Test
    void faultlessStudiesHaveNoProblem() {
        assertThat(MadeUpStudies.share(0, STUDIES, Answer.Problem.class)).isLessThanOrEqualTo(0.1);
    }
}
