package etude.trainer.check;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.engine.Precision;
import org.junit.jupiter.api.Test;

class PrecisionCheckTest {
    @Test
    void advisesAgainstBfloat16WhereItIsSlower() {
        assertThat(new PrecisionCheck(0.002, 0.0024).advice())
                .contains(
                        "precision: bfloat16 is slower than float32 on this processor: a convolution and a product took 2.4 ms in it, 2.0 in float32; precision: float32 is the faster one here");
        assertThat(new PrecisionCheck(0.002, 0.0021).advice()).isEmpty();
        assertThat(new PrecisionCheck(0.002, 0.001).advice()).isEmpty();
    }

    @Test
    void offersTheFasterOneOfBoth() {
        PrecisionCheck slower = new PrecisionCheck(0.002, 0.0024);
        PrecisionCheck faster = new PrecisionCheck(0.003, 0.002);
        assertThat(slower.faster(Precision.BFLOAT16))
                .hasValueSatisfying(sentence -> assertThat(sentence).endsWith("one here."));
        assertThat(slower.faster(Precision.FLOAT32)).isEmpty();
        assertThat(faster.faster(Precision.BFLOAT16)).isEmpty();
        assertThat(faster.faster(Precision.FLOAT32))
                .contains(
                        "precision: bfloat16 may be faster on this processor: a convolution and a product took 2.0 ms in it, 3.0 in float32; probe it with --set precision=bfloat16, and tune in the precision that you keep.");
    }

    @Test
    void measuresBoth() {
        PrecisionCheck here = PrecisionCheck.ofCpu();

        assertThat(here.float32()).isPositive();
        assertThat(here.bfloat16()).isPositive();
    }
}
