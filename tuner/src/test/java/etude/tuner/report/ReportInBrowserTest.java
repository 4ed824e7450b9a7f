package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.browser.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The plots of a study's report as their reader meets them. Pictures: {@code target/pages}. */
@Tag("browser")
final class ReportInBrowserTest {
    private static final Path PICTURES = Path.of("target", "pages");

    private static @Nullable Browser shared;

    @TempDir private static Path directory;
    private Browser browser;
    private Path html = directory.resolve("report.html");

    @BeforeAll
    static void startBrowser() {
        shared = Browser.start();
        new SampleStudy(60, 20).write(directory.resolve("report.html"));
    }

    @AfterAll
    static void endBrowser() {
        if (shared != null) {
            shared.close();
        }
    }

    @BeforeEach
    void beginOnLaptop() {
        browser = Objects.requireNonNull(shared);
        browser.begin();
    }

    @AfterEach
    void nothingWentWrong(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        browser.screenshot(PICTURES.resolve("report-" + name + ".png"));
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).containsExactly(html.toUri().toString());
    }

    @Test
    void everyPlotIsDrawn() {
        browser.open(html);
        List<String> plots =
                List.of(
                        "axis-optimizer-momentum",
                        "axis-schedule-final-fraction",
                        "parallel-coordinates",
                        "pairs",
                        "isolation-optimizer-name",
                        "objective-over-trials",
                        "training-curves",
                        "curves-validation-loss",
                        "step-loss",
                        "gradient-norm",
                        "throughput-over-time",
                        "data-wait-over-time");
        for (String plot : plots) {
            see(plot);
            assertThat(count("#plot-" + plot + " svg path")).as(plot).isGreaterThan(10);
        }
        assertThat(texts("axis-optimizer-momentum")).contains("0.9", "0.99", "0.999");
        assertThat(texts("axis-schedule-final-fraction")).contains("0.9", "0.99");
        assertThat(texts("parallel-coordinates")).contains("adam", "sgd", "0.001", "0.99", "2");
        assertThat(texts("parallel-coordinates")).contains("infeasible", "none", "8");
        assertThat(texts("training-curves")).contains("Trial " + best());
        browser.wholePage(PICTURES.resolve("report-light.png"));
    }

    @Test
    void aPhoneShowsEveryPlotWithoutScrollingSideways() {
        browser.phone();
        browser.open(html);
        JsonNode ids = browser.evaluate("etude.charts.map(chart => chart.id)");
        ids.forEach(id -> see(id.asText()));
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(390);
        browser.wholePage(PICTURES.resolve("report-phone.png"));
    }

    @Test
    void darkModeRedrawsEveryPlot() {
        browser.open(html);
        JsonNode ids = browser.evaluate("etude.charts.map(chart => chart.id)");
        ids.forEach(id -> see(id.asText()));
        String light = color("parallel-coordinates");
        browser.prefer("dark");
        browser.waitFor("document.getElementById('theme').textContent === 'Light'");
        assertThat(color("parallel-coordinates")).isNotEqualTo(light);
        browser.wholePage(PICTURES.resolve("report-dark.png"));
    }

    @Test
    void brushingAnAxisSelectsInEveryPlot() {
        browser.open(html);
        see("axis-optimizer-learning-rate");
        see("parallel-coordinates");
        JsonNode axis = axis(1);
        double x = axis.get(0).asDouble();
        double top = axis.get(1).asDouble();
        double length = axis.get(2).asDouble() - top;
        browser.drag(x, top + 0.3 * length, x, top + 0.5 * length);
        int selected = browser.evaluate("etude.selected.size").asInt();
        assertThat(selected).isBetween(3, 30);
        assertThat(
                        browser.evaluate(
                                        "[...etude.selected].every(key => { const r = etude.charts.find(c => c.id === 'pairs')"
                                                + ".rows.find(row => row.key === key).places[1]; return r > 0.005 && r < 0.2; })")
                                .asBoolean())
                .isTrue();
        assertThat(marked("axis-optimizer-learning-rate")).isPositive();
        browser.click("#parallel-coordinates .clear");
        assertThat(browser.evaluate("etude.selected.size").asInt()).isZero();
    }

    @Test
    void clickingATrialShowsItsCurves() {
        browser.open(html);
        see("training-curves");
        see("curves-validation-loss");
        see("pairs");
        assertThat(texts("training-curves")).contains("Trial " + best());
        JsonNode at =
                browser.evaluate(
                        "(() => { const chart = etude.charts.find(c => c.id === 'pairs'); const at = chart.series[0].data[0];"
                                + " const box = chart.box.getBoundingClientRect();"
                                + " const [x, y] = chart.instance.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [at[0], -Math.log10(chart.y.limit - at[1])]);"
                                + " return [box.x + x, box.y + y, at[5]]; })()");
        browser.click(at.get(0).asDouble(), at.get(1).asDouble());
        String chosen = "Trial " + at.get(2).asText();
        assertThat(texts("training-curves")).contains(chosen).doesNotContain("Trial " + best());
        assertThat(texts("curves-validation-loss")).contains(chosen);
    }

    @Test
    void hoveringALineNamesTheTrialAndAllItsValues() {
        browser.open(html);
        see("parallel-coordinates");
        JsonNode from = axis(5);
        JsonNode to = axis(6);
        double share =
                browser.evaluate(
                                "(() => { const c = etude.charts.find(chart => chart.id === 'parallel-coordinates');"
                                        + " return c.dimensions[5].share(c.rows[0].places[5]); })()")
                        .asDouble();
        double bottom = from.get(2).asDouble();
        double height = bottom - from.get(1).asDouble();
        double x = 0.25 * from.get(0).asDouble() + 0.75 * to.get(0).asDouble();
        browser.hover(x, bottom - 0.25 * share * height);
        browser.waitFor("document.querySelector('.tip') !== null");
        assertThat(browser.evaluate("document.querySelector('.tip').innerText").asText())
                .contains("Trial " + best(), "optimizer.learning_rate", "validation/error_rate");
    }

    @Test
    void choosingAnotherAxisMovesThePoints() {
        browser.open(html);
        see("pairs");
        assertThat(texts("pairs")).contains("learning_rate");
        browser.evaluate(
                "(() => { const s = document.querySelector('#pairs select'); s.value = '4'; s.dispatchEvent(new Event('change')); })()");
        browser.painted();
        assertThat(texts("pairs")).contains("dropout").doesNotContain("NaN");
        assertThat(surface())
                .as("dropout and layers say little of the rank")
                .startsWith("No surface");
    }

    @Test
    void aThousandTrialsOfAHundredEvaluationsStayBelow15Megabytes() throws IOException {
        html = directory.resolve("large.html");
        new SampleStudy(1000, 100).write(html);
        assertThat(Files.size(html)).isLessThan(15_000_000);
        long start = System.nanoTime();
        browser.open(html);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "A report of 1,000 trials of 100 evaluations opens in %.1f s and is of %.1f MB.%n",
                seconds, Files.size(html) / 1e6);
        browser.evaluate("document.getElementById('parallel-coordinates').scrollIntoView()");
        browser.waitFor("document.querySelector('#plot-parallel-coordinates canvas') !== null");
        browser.evaluate("document.getElementById('training-curves').scrollIntoView()");
        browser.waitFor("document.querySelector('#plot-training-curves canvas') !== null");
    }

    /** What the page says of the surface behind the pairs. */
    private String surface() {
        return browser.evaluate("document.querySelector('#pairs .why').textContent").asText();
    }

    private String best() {
        return browser.evaluate("etude.charts.find(c => c.id === 'training-curves').initially[0]")
                .asText();
    }

    /** A vertical axis of the parallel coordinates in the window: x, top, bottom. */
    private JsonNode axis(int index) {
        return browser.evaluate(
                ("(() => { const c = etude.charts.find(chart => chart.id === 'parallel-coordinates');"
                                + " const box = c.box.getBoundingClientRect(); const n = c.dimensions.length - 1;"
                                + " return [box.x + 64 + %d * (box.width - 148) / n, box.y + 56, box.y + box.height - 16]; })()")
                        .formatted(index));
    }

    private void see(String chart) {
        browser.evaluate(
                "document.getElementById('plot-%s').scrollIntoView({block: 'center', behavior: 'instant'})"
                        .formatted(chart));
        browser.waitFor("document.querySelector('#plot-%s svg') !== null".formatted(chart));
        browser.painted();
    }

    private int count(String selector) {
        return browser.evaluate("document.querySelectorAll('%s').length".formatted(selector))
                .asInt();
    }

    private String texts(String chart) {
        return browser.evaluate(
                        "[...document.querySelectorAll('#plot-%s svg text')].map(t => t.textContent).join('\\n')"
                                .formatted(chart))
                .asText();
    }

    private int marked(String chart) {
        return browser.evaluate(
                        "etude.charts.find(c => c.id === '%s').marked.length".formatted(chart))
                .asInt();
    }

    private String color(String chart) {
        return browser.evaluate(
                        "document.querySelector('#%s .legend button path').getAttribute('stroke')"
                                .formatted(chart))
                .asText();
    }
}
