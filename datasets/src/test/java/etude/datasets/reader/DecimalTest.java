package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Beside {@link CsvDatasetTest}, which has what is a number and what is none. */
final class DecimalTest {
    private static void requireSameBits(String text) {
        double expected = Double.parseDouble(text);
        double found = Decimal.value(text);
        boolean holds = Math.abs(expected) < 0x1.ffffffp127;
        if (Double.doubleToRawLongBits(found)
                != Double.doubleToRawLongBits(holds ? expected : Double.POSITIVE_INFINITY)) {
            assertThat(found).as(text).isEqualTo(expected);
        }
    }

    /** All lengths of digits, so that the own path, its edge and what is beyond are taken. */
    @Test
    void millionNumbersHaveTheBitsOfTheJdk() {
        Random random = new Random(11);
        for (int i = 0; i < 1_000_000; i++) {
            int digits = 1 + random.nextInt(20);
            long whole = random.nextLong() >>> 1;
            String text = Long.toString(whole);
            text = text.substring(0, Math.min(digits, text.length()));
            int point = random.nextInt(text.length() + 1);
            text = text.substring(0, point) + "." + text.substring(point);
            requireSameBits(
                    (i % 3 == 0 ? "-" : "")
                            + text
                            + (i % 4 == 0 ? "e" + (random.nextInt(60) - 30) : ""));
        }
    }

    @Test
    void edgesHaveTheBitsOfTheJdk() {
        for (String text :
                new String[] {
                    "-0",
                    "9007199254740992",
                    "9007199254740993",
                    "9007199254740993e0",
                    "0.9007199254740993",
                    "1e22",
                    "1e23",
                    "123456789012345678",
                    "1234567890123456789",
                    "99999999999999999999999999",
                    "0.00000000000000000000001",
                    "4.9e-324",
                    "2.2250738585072014e-308",
                    "340282356779733661637539395458142568447.9",
                    "340282356779733661637539395458142568448",
                    "1e99999999999",
                    "1e-99999999999",
                    "000000000000000000000001.5"
                }) {
            requireSameBits(text);
        }
    }
}
