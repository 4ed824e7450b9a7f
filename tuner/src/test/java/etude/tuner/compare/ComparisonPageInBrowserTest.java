package etude.tuner.compare;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.browser.Browser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a comparison in a real browser. */
@Tag("browser")
final class ComparisonPageInBrowserTest {
    @TempDir private Path directory;

    @Test
    void allPlotsAreDrawnAndSayTheirNumbers() {
        Comparison comparison =
                new Trials()
                        .size(16, 9000, 0.01)
                        .size(32, 1000, 0.01)
                        .size(64, 500, 0.01)
                        .size(128, 450, 0.02)
                        .compare();
        Origin origin = new Origin(List.of("etude", "probe"), "device cpu", List.of());
        Path page = StepComparison.write(comparison, origin, directory).page();
        try (Browser browser = Browser.start()) {
            browser.laptop();
            browser.open(page);
            for (String chart : List.of("steps", "seconds", "learning-rates")) {
                // Plots are drawn once they come into view.
                browser.evaluate(
                        "document.getElementById('plot-%s').scrollIntoView({block: 'center', behavior: 'instant'})"
                                .formatted(chart));
                browser.waitFor(
                        "document.querySelectorAll('#plot-%s svg path').length > 10"
                                .formatted(chart));
            }
            assertThat(browser.evaluate("document.body.innerText").asText())
                    .contains("Batch size 64 minimizes training time: 5 s with 500 steps")
                    .contains("The critical batch size seen is 64")
                    .contains("Batch size 16: no trial reached");
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.requests()).containsExactly(page.toUri().toString());
        }
    }
}
