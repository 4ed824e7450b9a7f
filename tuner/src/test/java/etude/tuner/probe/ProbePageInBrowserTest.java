package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.browser.Browser;
import etude.tuner.page.PageFile;
import etude.tuner.probe.SizeResult.Failure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a probe in a real browser. */
@Tag("browser")
final class ProbePageInBrowserTest {
    @TempDir private Path directory;

    @Test
    void bothPlotsAreDrawnAndSayTheirNumbers() {
        ProbeResult probe =
                new Sizes()
                        .measured(1, 100)
                        .measured(2, 199)
                        .measured(4, 390)
                        .measured(8, 400)
                        .failed(16, Failure.OUT_OF_MEMORY)
                        .probe(40 * Sizes.MEBIBYTE);
        ProbeReading reading = new ProbeReading(probe, 0.1, "16 does not fit", List.of("less"));
        Path html = directory.resolve("probe.html");
        PageFile.write(html, ProbePage.of(reading));
        try (Browser browser = Browser.start()) {
            browser.laptop();
            browser.open(html);
            for (String chart : List.of("throughput", "time-per-step")) {
                browser.waitFor(
                        "document.querySelectorAll('#plot-%s svg path').length > 20"
                                .formatted(chart));
            }
            assertThat(browser.evaluate("document.querySelector('h1').textContent").asText())
                    .isEqualTo("Probe of test");
            String page = browser.evaluate("document.body.innerText").asText();
            assertThat(page)
                    .contains("Use batch_size 4")
                    .contains("Do not use larger than 4 even though 8 fits")
                    .contains("does not fit");
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.requests()).containsExactly(html.toUri().toString());
        }
        assertThat(directory.resolve("probe-throughput.csv")).content().contains("400");
    }
}
