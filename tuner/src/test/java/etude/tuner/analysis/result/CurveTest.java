package etude.tuner.analysis.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is read from one metric over training. */
final class CurveTest {
    /** On the plateau from step 30 on, the smallest value falls on the last step by chance. */
    private static final Curve PLATEAU =
            new Curve(
                    new long[] {10, 20, 30, 40, 50, 60},
                    new double[] {0.30, 0.08, 0.041, 0.043, 0.042, 0.039});

    @Test
    void aPlateauIsReachedLongBeforeItsSmallestValue() {
        assertThat(PLATEAU.firstAtMost(0.039)).hasValue(60);
        assertThat(PLATEAU.firstAtMost(0.039 + 0.004)).hasValue(30);
        assertThat(PLATEAU.firstAtMost(0.01)).isEmpty();
    }
}
