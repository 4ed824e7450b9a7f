package etude.tuner.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBarStyle;
import org.junit.jupiter.api.Test;

final class TerminalProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final TerminalProgress progress =
            new TerminalProgress(out, new Bars(out, 120, ProgressBarStyle.ASCII));

    @Test
    void barEndsWithTheLastStepAndTheNewestMeasurements() {
        progress.started("digits", 0, 50);
        progress.stepped(50);
        progress.measured(50, Map.of("train/loss", 0.25));
        progress.finished();
        assertThat(shown()).contains("digits").contains("50/50").contains("train/loss 0.2500");
    }

    @Test
    void noteTakesALineOfItsOwn() {
        progress.started("digits", 0, 50);
        progress.note("Careful.");
        progress.finished();
        assertThat(shown()).contains("\r\u001b[KCareful." + System.lineSeparator());
    }

    /** As `etude predict` counts the examples of folders, and of tables whose rows nobody knows. */
    @Test
    void aCountEndsWithAllExamples() {
        Terminal terminal = new Terminal(out, 120, 120, false, StandardCharsets.US_ASCII);
        try (Counting counting = Counting.start(terminal, "photos", OptionalLong.of(40))) {
            counting.stepTo(17);
            counting.stepTo(40);
        }
        assertThat(shown()).contains("photos").contains("40/40 examples");
        try (Counting counting = Counting.start(terminal, "rows.csv", OptionalLong.empty())) {
            counting.stepTo(12_345);
        }
        assertThat(shown()).contains("rows.csv").contains("12345/? examples");
    }

    @Test
    void noColorAndPlainCharactersAreRespected() {
        assertThat(Bars.style(true, StandardCharsets.US_ASCII)).isEqualTo(ProgressBarStyle.ASCII);
        assertThat(Bars.style(false, StandardCharsets.UTF_8))
                .isEqualTo(ProgressBarStyle.UNICODE_BLOCK);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
