package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.config.ColumnConfig.DateOrder;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvDateTest {
    private static final double DAY = LocalDate.of(2024, 1, 31).toEpochDay();

    @ParameterizedTest
    @CsvSource({
        "2024-01-31, YEAR_FIRST, 0",
        "2024/1/31, YEAR_FIRST, 0",
        "20240131, YEAR_FIRST, 0",
        "31.01.2024, DAY_FIRST, 0",
        "31.1.24, DAY_FIRST, 0",
        "01/31/2024, MONTH_FIRST, 0",
        "2024-01-31 06:00, YEAR_FIRST, 0.25",
        "2024-01-31T18:00:00, YEAR_FIRST, 0.75",
        "2024-01-31T18:00:00.5Z, YEAR_FIRST, 0.7500057870370371",
        "2024-01-31T18:00:00+06:00, YEAR_FIRST, 0.5",
        "2024-01-31 18:00:00 -0600, YEAR_FIRST, 1.0",
    })
    void datesAreDaysSinceTheBeginningOf1970(String text, DateOrder order, double time) {
        assertThat(CsvDate.days(text, order)).isEqualTo(DAY + time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-30",
                "2024-13-01",
                "2024-01/31",
                "2024-01-31 25:00",
                "31.01.2024",
                "2024-01",
                "x",
                ""
            })
    void theseAreNoDatesWithTheYearFirst(String text) {
        assertThat(CsvDate.days(text, DateOrder.YEAR_FIRST)).isNaN();
    }

    @Test
    void yearsOfTwoDigitsAreThoseAround2000() {
        assertThat(CsvDate.days("1.1.68", DateOrder.DAY_FIRST))
                .isEqualTo((double) LocalDate.of(2068, 1, 1).toEpochDay());
        assertThat(CsvDate.days("1.1.69", DateOrder.DAY_FIRST))
                .isEqualTo((double) LocalDate.of(1969, 1, 1).toEpochDay());
    }
}
