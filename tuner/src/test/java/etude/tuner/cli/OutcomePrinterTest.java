package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.metrics.Measurement;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunEnd;
import etude.trainer.run.Summary;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutcomePrinterTest {
    @Test
    void finalAndBestMetricsStandSideBySide() {
        Summary summary =
                new Summary(
                        RunEnd.of(new Outcome.Completed(100)),
                        100,
                        Optional.of(new Measurement(60, Map.of("validation/error_rate", 0.03))),
                        Map.of("validation/error_rate", 0.04),
                        1,
                        2,
                        Optional.empty(),
                        0);
        assertThat(OutcomePrinter.lines(summary))
                .containsExactly(
                        "                       final   best (step 60)",
                        "validation/error_rate  4.00 %  3.00 %");
    }
}
