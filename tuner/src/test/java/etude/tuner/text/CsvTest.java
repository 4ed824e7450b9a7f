package etude.tuner.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void whatASpreadsheetWouldComputeIsText() {
        assertEquals(
                "'=1+1,'@SUM(A1),'+cmd,'-2+3,'\t=1\n",
                Csv.of(List.of(List.of("=1+1", "@SUM(A1)", "+cmd", "-2+3", "\t=1"))));
    }

    @Test
    void numbersAndOtherTextAreAsTheyWere() {
        assertEquals(
                "-1.5E-9,-3,-Infinity,2.5,sgd,a=b\n",
                Csv.of(List.of(List.of("-1.5E-9", -3, "-Infinity", 2.5, "sgd", "a=b"))));
    }

    @Test
    void commasQuotesAndLineFeedsAreQuoted() {
        assertEquals(
                "\"a,b\",\"c\"\"d\",\"e\nf\"\n", Csv.of(List.of(List.of("a,b", "c\"d", "e\nf"))));
    }
}
