package etude.tuner.progress;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.text.Quantities;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PlainProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final PlainProgress progress =
            new PlainProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos::get);

    @Test
    void measurementsOfOneStepShareALineWithTheTimeLeft() {
        progress.started("digits", 0, 2100);
        nanos.set(Duration.ofSeconds(10).toNanos());
        progress.measured(200, Map.of("train/loss", 0.4312));
        progress.stepped(200);
        progress.measured(200, Map.of("validation/error_rate", 0.0512));
        progress.stepped(201);
        assertThat(lines())
                .containsExactly(
                        "digits: 2100 steps",
                        "step 200/2100  train/loss 0.4312  validation/error_rate 5.12 %  ETA 1:35");
    }

    @Test
    void lastStepIsPrintedAtTheEndWithoutTimeLeft() {
        progress.started("digits", 0, 100);
        progress.measured(100, Map.of("train/loss", 0.5));
        progress.finished();
        assertThat(lines()).last().isEqualTo("step 100/100  train/loss 0.5000");
    }

    @Test
    void resumedRunSaysWhereItContinuesAndCountsTimeFromThere() {
        progress.started("digits", 100, 200);
        nanos.set(Duration.ofSeconds(50).toNanos());
        progress.measured(150, Map.of("train/loss", 0.5));
        progress.finished();
        assertThat(lines())
                .containsExactly(
                        "digits: continuing after step 100 of 200",
                        "step 150/200  train/loss 0.5000  ETA 0:50");
    }

    @Test
    void noteComesAfterWhatWasMeasuredBeforeIt() {
        progress.started("digits", 0, 100);
        progress.measured(50, Map.of("train/loss", 0.5));
        progress.note("Careful.");
        assertThat(lines()).last().isEqualTo("Careful.");
        assertThat(lines()).hasSize(3);
    }

    @Test
    void hoursAreWrittenOut() {
        assertThat(Quantities.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Quantities.clock(Duration.ofSeconds(59))).isEqualTo("0:59");
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
