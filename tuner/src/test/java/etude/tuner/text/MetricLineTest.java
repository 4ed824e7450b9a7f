package etude.tuner.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetricLineTest {
    @Test
    void lossStandsFirstThenEvaluationThenRateAndSpeed() {
        Map<String, Double> metrics =
                Map.of(
                        "examples_per_second", 12345.4,
                        "learning_rate", 0.05,
                        "validation/error_rate", 0.0512,
                        "train/loss", 0.43121,
                        "train_evaluation/loss", 1.0,
                        "gradient_norm", 3.0);
        assertThat(MetricLine.of(metrics))
                .isEqualTo(
                        "train/loss 0.4312  validation/error_rate 5.12 %  learning_rate 0.0500"
                                + "  12,345 examples/s");
    }

    @Test
    void nothingMeasuredIsAnEmptyLine() {
        assertThat(MetricLine.of(Map.of())).isEmpty();
    }

    @Test
    void sharesOfExamplesArePercent() {
        assertThat(MetricLine.value("validation/accuracy", 0.9695)).isEqualTo("96.95 %");
        assertThat(MetricLine.value("validation/loss", 0.0305)).isEqualTo("0.0305");
    }

    @Test
    void smallHugeAndMissingNumbersStayReadable() {
        assertThat(MetricLine.number(1.0e-5)).isEqualTo("1e-5");
        assertThat(MetricLine.number(0)).isEqualTo("0.0000");
        assertThat(MetricLine.number(123.456)).isEqualTo("123.5");
        assertThat(MetricLine.number(-2.5e7)).isEqualTo("-2.5e7");
        assertThat(MetricLine.number(Double.NaN)).isEqualTo("NaN");
    }
}
