package etude.tuner.page;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.browser.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page as its reader meets it. Pictures of it are left in {@code target/pages}. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageInBrowserTest {
    private static final Path PICTURES = Path.of("target", "pages");

    @TempDir private Path directory;
    private Browser browser;
    private Path html;

    @BeforeAll
    void startBrowser() {
        browser = Browser.start();
        html = directory.resolve("probe.html");
        PageFile.write(html, ProbePage.page());
    }

    @AfterAll
    void endBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void laptop() {
        browser.size(1280, 900);
        browser.prefer("light");
        browser.open(html);
    }

    @Test
    void everyChartIsDrawn() {
        for (String chart : new String[] {"throughput", "time-per-step"}) {
            browser.evaluate(
                    "document.getElementById('%s').scrollIntoView({behavior: 'instant'})"
                            .formatted(chart));
            browser.waitFor(
                    "document.querySelectorAll('#plot-%s svg path').length > 40".formatted(chart));
        }
        browser.screenshot(PICTURES.resolve("light.png"));
        assertThat(browser.errors()).isEmpty();
    }
}
