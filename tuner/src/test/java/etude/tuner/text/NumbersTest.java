package etude.tuner.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.3, 0.3",
        "1, 1",
        "1000, 1000",
        "123456, 123500",
        "0.000123449, 0.0001234",
        "0.00001, 1e-5",
        "0.0000123456, 1.235e-5",
        "-2.5, -2.5",
        "3e9, 3e9",
        "NaN, not a number",
        "Infinity, infinity"
    })
    void numbersHaveAtMostFourDigits(double number, String text) {
        assertThat(Numbers.text(number)).isEqualTo(text);
    }

    @Test
    void percentagesHaveDigitsWhereTheyMatter() {
        assertThat(Numbers.percent(0.0123)).isEqualTo("1.23 %");
        assertThat(Numbers.percent(0.5)).isEqualTo("50 %");
        assertThat(Numbers.percent(0.1)).isEqualTo("10 %");
    }

    @Test
    void longFractionsInATextAreShortened() {
        assertThat(
                        Numbers.shortened(
                                "a.rate=0.4999560980726208, b=2.3567089345417867e-4, c=0.25, d=[1.00000001, x0.12345678]"))
                .isEqualTo("a.rate=0.5, b=0.0002357, c=0.25, d=[1, x0.12345678]");
    }

    @Test
    void oneIsNoPlural() {
        assertThat(Numbers.count(1, "trial")).isEqualTo("1 trial");
        assertThat(Numbers.count(0, "trial")).isEqualTo("0 trials");
    }
}
