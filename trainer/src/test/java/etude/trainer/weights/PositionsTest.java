package etude.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.trainer.checkpoint.NamedTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The numbers are those of torch.nn.functional.interpolate 2.13 with antialias=True. */
final class PositionsTest {
    private static final float[] GRID = {0, 3, -1, 2, 1, 5, 4, -2, -3, 0, 2, 1, 2, -1, 0, 6};

    private static Positions.Fitted fit(Positions positions, float[] found, long rows, long to) {
        return positions
                .fit(
                        new NamedTensor("p", new long[] {rows, found.length / rows}, found),
                        new long[] {to, found.length / rows})
                .orElseThrow();
    }

    private static void assertClose(float[] found, double... expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(2e-6));
        }
    }

    @Test
    void aLargerGridIsPyTorchsBicubic() {
        Positions.Fitted fitted = fit(new Positions.Grid(7, 5), GRID, 16, 35);
        assertClose(
                fitted.tensor().data(),
                -0.205702,
                2.323612,
                0.672776,
                -0.656262,
                2.478007,
                0.310247,
                3.086158,
                2.393921,
                0.383446,
                0.681165,
                0.905175,
                4.032023,
                5.05733,
                2.13489,
                -2.159742,
                -1.420373,
                1.528963,
                3.589844,
                2.227975,
                -1.257212,
                -3.013291,
                -1.101858,
                1.026279,
                1.84526,
                1.295575,
                0.390052,
                -0.645742,
                -0.511953,
                1.772801,
                4.780665,
                2.547037,
                -0.169369,
                -1.245944,
                1.746751,
                6.680277);
        assertThat(fitted.how()).isEqualTo("4 x 4 patches to 7 x 5, bicubic");
    }

    @Test
    void aSmallerGridIsSmoothedAndTheClassTokenStays() {
        float[] found = new float[17];
        found[0] = 42;
        System.arraycopy(GRID, 0, found, 1, 16);
        assertClose(
                fit(new Positions.Grid(3, 2), found, 17, 7).tensor().data(),
                42,
                1.96299,
                0.981107,
                1.09128,
                1.469071,
                -0.36896,
                2.293823);
        assertClose(
                fit(new Positions.Grid(3, 2), found, 17, 6).tensor().data(),
                1.96299,
                0.981107,
                1.09128,
                1.469071,
                -0.36896,
                2.293823);
    }

    @Test
    void everyFeatureIsResampledByItself() {
        float[] two = new float[32];
        for (int i = 0; i < 16; i++) {
            two[2 * i] = GRID[i];
            two[2 * i + 1] = -2 * GRID[i];
        }
        float[] one = fit(new Positions.Grid(7, 5), GRID, 16, 35).tensor().data();
        float[] both = fit(new Positions.Grid(7, 5), two, 16, 35).tensor().data();
        for (int i = 0; i < one.length; i++) {
            assertThat(both[2 * i]).isCloseTo(one[i], within(1e-6f));
            assertThat(both[2 * i + 1]).isCloseTo(-2 * one[i], within(1e-6f));
        }
    }

    @Test
    void aLongerTextIsLinearAndAShorterOneTheFirstPositions() {
        float[] found = {0, 3, -1, 2};
        Positions.Fitted longer = fit(new Positions.Line(), found, 4, 6);
        assertClose(longer.tensor().data(), 0, 1.5, 2.333333, -0.333333, 0.5, 2);
        assertThat(longer.how()).isEqualTo("4 positions to 6, linear");
        Positions.Fitted shorter = fit(new Positions.Line(), found, 4, 3);
        assertThat(shorter.tensor().data()).isEqualTo(Arrays.copyOf(found, 3));
        assertThat(shorter.how()).isEqualTo("the first 3 of 4 positions");
    }

    @Test
    void whatIsNoSquareOrOfAnotherWidthIsLeft() {
        NamedTensor odd = new NamedTensor("p", new long[] {8, 2}, new float[16]);
        assertThat(new Positions.Grid(2, 2).fit(odd, new long[] {5, 2})).isEmpty();
        assertThat(new Positions.Line().fit(odd, new long[] {8, 3})).isEmpty();
    }
}
