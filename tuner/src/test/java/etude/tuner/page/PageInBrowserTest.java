package etude.tuner.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.browser.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The page as its reader meets it. Pictures of it are left in {@code target/pages}. */
@Tag("browser")
final class PageInBrowserTest {
    private static final Path PICTURES = Path.of("target", "pages");

    private static @Nullable Browser shared;

    /** Its one file is that of all tests, so that the browser keeps the script compiled. */
    @TempDir private static Path directory;

    private Browser browser;
    private Path html;

    @BeforeAll
    static void startBrowser() {
        shared = Browser.start();
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
        html = directory.resolve("probe.html");
    }

    @AfterEach
    void nothingWentWrong(TestInfo test) {
        browser.screenshot(PICTURES.resolve(test.getTestMethod().orElseThrow().getName() + ".png"));
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).containsExactly(html.toUri().toString());
    }

    @Test
    void everyChartIsDrawn() {
        open(ProbePage.page());
        see("time-per-step");
        for (String chart : new String[] {"throughput", "time-per-step"}) {
            assertThat(count("#plot-" + chart + " svg path")).isGreaterThan(40);
            assertThat(texts(chart))
                    .as("each power of two has a tick, and failed sizes are on the axis")
                    .contains("1", "2", "4", "8", "512", "1024", "2048", "4096", "Batch size");
        }
        assertThat(texts("throughput")).contains("Throughput (examples/s)", "1,000", "recommended");
        assertThat(texts("time-per-step")).contains("Time per step (ms)", "50", "100");
        browser.wholePage(PICTURES.resolve("page-light.png"));
    }

    @Test
    void everyKindOfSeriesIsDrawn() {
        open(GalleryPage.page());
        for (String chart :
                new String[] {"learning-rate", "curves", "boxes", "bars", "steps", "confusion"}) {
            see(chart);
            assertThat(count("#plot-" + chart + " svg path")).isGreaterThan(4);
        }
        see("pairs");
        assertThat(browser.evaluate("document.querySelector('#pairs .why').innerText").asText())
                .matches("The surface foretells 9\\d % of the variance .*");
        int drawn = count("#plot-pairs svg path");
        choose("#pairs .choices input", "checked", "false", "change");
        assertThat(count("#plot-pairs svg path"))
                .as("the surface's ten bands")
                .isLessThan(drawn - 8);
        assertThat(texts("confusion")).contains("cat", "frog", "40", "12").doesNotContain("0");
        assertThat(texts("curves")).contains("0", "2,000", "target").doesNotContain("2,500");
        assertThat(texts("learning-rate")).contains("0.001", "0.01", "0.1", "1");
    }

    @Test
    void theReaderChoosesSmoothingScaleAndTimeAndWalksPointsByKeyboard() {
        open(GalleryPage.page());
        see("steps");
        assertThat(texts("steps")).contains("Step", "10").doesNotContain("40");
        choose("#steps .log", "checked", "false", "change");
        choose("#steps .smoothing", "value", "0.5", "input");
        choose("#steps .time", "value", "'minutes'", "change");
        assertThat(texts("steps")).contains("Time in training (min)", "20", "40");
        browser.evaluate("document.getElementById('plot-steps').focus()");
        browser.press("ArrowRight");
        browser.press("ArrowRight");
        browser.press("ArrowRight");
        assertThat(said())
                .isEqualTo("Time in training 0.12 min; Loss 5.5 – 5.5 in 5 steps, smoothed 7 ");
        browser.press("Enter");
        assertThat(selected()).isEqualTo("3");
        browser.evaluate("document.getElementById('plot-confusion').focus()");
        browser.press("ArrowRight");
        browser.press("ArrowRight");
        assertThat(said()).isEqualTo("True class cat; Predicted class dog; 9 of 50 examples, 18 %");
        assertThat(browser.evaluate("document.querySelector('#confusion .tip').innerText").asText())
                .contains("Predicted class dog");
    }

    private void choose(String selector, String property, String value, String event) {
        browser.evaluate(
                "(() => { const e = document.querySelector('%s'); e.%s = %s; e.dispatchEvent(new Event('%s')); })()"
                        .formatted(selector, property, value, event));
        browser.painted();
    }

    private String said() {
        return browser.evaluate("document.querySelector('.said').textContent").asText();
    }

    @Test
    void hoveringSaysTheNumbersWithUnits() {
        open(ProbePage.page());
        hover("throughput", 64, 2471);
        assertThat(tip())
                .contains("Batch size 64", "Measured (median) 2,471 examples/s", "2,347 – 2,619")
                .contains("Ideal scaling 3,904 examples/s");
        hover("throughput", 2048, 2471);
        assertThat(tip()).contains("Batch size 2048", "2.31 GiB needed, the limit is 2 GiB");
    }

    @Test
    void darkModeFollowsTheSystemAndTheButton() {
        open(ProbePage.page());
        String light = background();
        String lightLine = lineColor();
        browser.prefer("dark");
        browser.waitFor("document.getElementById('theme').textContent === 'Light'");
        assertThat(background()).isNotEqualTo(light);
        assertThat(lineColor()).isNotEqualTo(lightLine);
        browser.click("#theme");
        assertThat(background()).isEqualTo(light);
        assertThat(lineColor()).isEqualTo(lightLine);
        browser.click("#theme");
        assertThat(background()).isNotEqualTo(light);
        browser.wholePage(PICTURES.resolve("page-dark.png"));
    }

    @Test
    void namesFromUsersAreOnlyText() {
        String name = "<script>alert(1)</script><!--<img src=x onerror=alert(2)>\u2028\"'&";
        open(StrangePage.named(name));
        browser.evaluate("window.alert = () => { window.alerted = true; }");
        hover("strange", 2, 2);
        assertThat(tip()).contains("<script>alert(1)</script>", "onerror");
        assertThat(browser.evaluate("document.title").asText())
                .startsWith("<script>alert(1)</script>");
        assertThat(browser.evaluate("window.alerted === undefined").asBoolean()).isTrue();
        assertThat(count("img")).as("our one picture").isEqualTo(1);
        assertThat(count("script")).as("the data of two charts, the library, ours").isEqualTo(4);
        assertThat(browser.evaluate("etude.charts[0].series[0].name").asText()).isEqualTo(name);
    }

    @Test
    void aPhoneShowsTheWholePageWithoutScrollingSideways() {
        browser.phone();
        open(ProbePage.page());
        see("time-per-step");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(390);
        assertThat(count("#plot-time-per-step svg")).isEqualTo(1);
        browser.wholePage(PICTURES.resolve("page-phone.png"));
    }

    @Test
    void drawingMovesNothing() {
        open(ProbePage.page());
        see("time-per-step");
        browser.evaluate(
                "window.shifts = []; const place = r => [r.x, r.y, r.width, r.height].join(' ');"
                        + "new PerformanceObserver(list => list.getEntries().forEach(e => e.sources.forEach(s => window.shifts.push("
                        + "[e.startTime, s.node?.nodeName, s.node?.parentElement?.id, place(s.previousRect), place(s.currentRect)].join(', ')))))"
                        + ".observe({ type: 'layout-shift', buffered: true })");
        browser.painted();
        assertThat(browser.evaluate("window.shifts")).isEmpty();
    }

    @Test
    void theLegendHidesASeriesAndRemembersIt() {
        open(ProbePage.page());
        String measured = "#throughput .legend button:nth-child(2)";
        int all = count("#plot-throughput svg path");
        browser.click(measured);
        assertThat(count("#plot-throughput svg path")).isLessThan(all - 10);
        browser.prefer("dark");
        assertThat(count("#plot-throughput svg path")).isLessThan(all - 10);
        browser.click(measured);
        assertThat(count("#plot-throughput svg path")).isEqualTo(all);
    }

    @Test
    void selectingATrialMarksItInEveryChart() {
        open(GalleryPage.page());
        see("bars");
        String ink = browser.evaluate("getComputedStyle(document.body).color").asText();
        assertThat(strokes("learning-rate", ink)).isZero();
        browser.evaluate("etude.select(['3', '7'])");
        browser.painted();
        assertThat(strokes("learning-rate", ink)).isEqualTo(2);
        assertThat(strokes("curves", ink)).isEqualTo(2);
        browser.evaluate("etude.select([])");
        browser.painted();
        assertThat(strokes("learning-rate", ink) + strokes("curves", ink)).isZero();
    }

    @Test
    void clickingATrialSelectsItAndClickingAgainDoesNot() {
        open(GalleryPage.page());
        see("learning-rate");
        String point = "etude.charts[0].series[0].data[7].slice(0, 2)";
        JsonNode at = place("learning-rate", point);
        browser.click(at.get(0).asDouble(), at.get(1).asDouble());
        assertThat(selected()).isEqualTo("7");
        String ink = browser.evaluate("getComputedStyle(document.body).color").asText();
        assertThat(strokes("learning-rate", ink)).isEqualTo(1);
        assertThat(strokes("curves", ink)).isEqualTo(1);
        browser.click(at.get(0).asDouble(), at.get(1).asDouble());
        assertThat(selected()).isEmpty();
        assertThat(strokes("learning-rate", ink) + strokes("curves", ink)).isZero();
    }

    @Test
    void paperIsWhiteAndGetsEveryChart() throws IOException {
        open(ProbePage.page());
        browser.prefer("dark");
        Path pdf = PICTURES.resolve("probe.pdf");
        browser.print(pdf);
        assertThat(Files.size(pdf)).isGreaterThan(10_000);
        assertThat(browser.evaluate("document.documentElement.dataset.theme ?? 'system'").asText())
                .isEqualTo("system");
        browser.waitFor("etude.charts.every(chart => chart.instance !== null)");
    }

    @Test
    void aThousandCurvesOpen() throws IOException {
        PageFile.write(html, GalleryPage.large(1000, 100));
        long start = System.nanoTime();
        browser.open(html);
        browser.waitFor("etude.charts[0].instance !== null");
        browser.painted();
        System.out.printf(
                "A page of 1,000 curves of 100 points opens in %.1f s and is of %.1f MB.%n",
                (System.nanoTime() - start) / 1e9, Files.size(html) / 1e6);
        assertThat(count("#plot-curves canvas")).isEqualTo(1);
        assertThat(
                        browser.evaluate(
                                        "(() => { const c = document.querySelector('#plot-curves canvas');"
                                                + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                                                + " return d.filter((v, i) => i % 4 === 3 && v > 100).length; })()")
                                .asInt())
                .as("pixels drawn")
                .isGreaterThan(10_000);
    }

    private void open(Page page) {
        PageFile.write(html, page);
        browser.open(html);
    }

    private void see(String chart) {
        browser.evaluate(
                "document.getElementById('plot-%s').scrollIntoView({block: 'center', behavior: 'instant'})"
                        .formatted(chart));
        browser.waitFor("document.querySelector('#plot-%s svg') !== null".formatted(chart));
        browser.painted();
    }

    private void hover(String chart, double x, double y) {
        see(chart);
        JsonNode at = place(chart, "[%s, %s]".formatted(x, y));
        browser.hover(at.get(0).asDouble(), at.get(1).asDouble());
        browser.waitFor("document.querySelector('.tip') !== null");
    }

    /** Where a point of a chart, given as JavaScript, is in the window. */
    private JsonNode place(String chart, String point) {
        return browser.evaluate(
                ("(() => { const chart = etude.charts.find(({ id }) => id === '%s');"
                                + " const box = chart.box.getBoundingClientRect();"
                                + " const [x, y] = chart.instance.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, %s);"
                                + " return [box.x + x, box.y + y]; })()")
                        .formatted(chart, point));
    }

    private String selected() {
        return browser.evaluate("[...etude.selected].join()").asText();
    }

    private String tip() {
        return browser.evaluate("document.querySelector('.tip').innerText").asText();
    }

    private int count(String selector) {
        return browser.evaluate("document.querySelectorAll('%s').length".formatted(selector))
                .asInt();
    }

    private int strokes(String chart, String color) {
        return browser.evaluate(
                        "[...document.querySelectorAll('#plot-%s svg path')].filter(p => getComputedStyle(p).stroke === '%s').length"
                                .formatted(chart, color))
                .asInt();
    }

    private List<String> texts(String chart) {
        JsonNode texts =
                browser.evaluate(
                        "[...document.querySelectorAll('#plot-%s svg text')].map(t => t.textContent)"
                                .formatted(chart));
        return StreamSupport.stream(texts.spliterator(), false).map(JsonNode::asText).toList();
    }

    private String background() {
        return browser.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    }

    private String lineColor() {
        return browser.evaluate(
                        "document.querySelector('#throughput .legend button:nth-child(2) path').getAttribute('stroke')")
                .asText();
    }
}
