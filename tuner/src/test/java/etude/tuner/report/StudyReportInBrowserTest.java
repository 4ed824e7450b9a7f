package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.browser.Browser;
import etude.tuner.study.OpenStudy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** The report of studies on disk as its reader meets it. Pictures: {@code target/pages}. */
@Tag("browser")
final class StudyReportInBrowserTest {
    private static final Path PICTURES = Path.of("target", "pages");
    private static final StudyShape SHAPE = StudyShape.ended(20).unfinished(2);

    private static @Nullable Browser shared;

    /** Pages that were written already; tests only look at them. */
    private static final Map<StudyShape, Path> PAGES = new HashMap<>();

    @TempDir private static Path directory;

    private Browser browser;
    private Path html = Path.of("");

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
    }

    @AfterEach
    void nothingWentWrong(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        browser.screenshot(PICTURES.resolve("study-report-" + name + ".png"));
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).containsExactly(html.toUri().toString());
    }

    @Test
    void everyPlotIsDrawnWhenItIsScrolledTo() throws IOException {
        open(SHAPE);
        List<String> plots = plots();
        assertThat(plots).hasSizeGreaterThan(12);
        for (String plot : plots) {
            see(plot);
            assertThat(browser.evaluate(ink(plot)).asText()).as(plot).hasSizeGreaterThan(3000);
        }
        browser.wholePage(PICTURES.resolve("study-report-light.png"));
    }

    @Test
    void selectingATrialInOnePlotSelectsItInOthers() throws IOException {
        open(SHAPE);
        see("training-curves");
        see("axis-optimizer-weight-decay");
        String before = browser.evaluate(ink("training-curves")).asText();
        JsonNode at =
                browser.evaluate(
                        "(() => { const chart = etude.charts.find(c => c.id === 'axis-optimizer-weight-decay');"
                                + " const point = chart.series[1].data[3]; const box = chart.box.getBoundingClientRect();"
                                + " const [x, y] = chart.instance.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, point.slice(0, 2));"
                                + " return [box.x + x, box.y + y, point[5]]; })()");
        browser.click(at.get(0).asDouble(), at.get(1).asDouble());
        assertThat(browser.evaluate("[...etude.selected].join()").asText())
                .isEqualTo(at.get(2).asText());
        assertThat(browser.evaluate(ink("training-curves")).asText()).isNotEqualTo(before);
        browser.evaluate("etude.select([])");
        browser.painted();
        assertThat(browser.evaluate(ink("training-curves")).asText()).isEqualTo(before);
    }

    @Test
    void darkModeChangesPageAndPlots() throws IOException {
        open(SHAPE);
        see("training-curves");
        String light = browser.evaluate(ink("training-curves")).asText();
        String page = background();
        browser.prefer("dark");
        browser.waitFor("document.getElementById('theme').textContent === 'Light'");
        assertThat(background()).isNotEqualTo(page);
        assertThat(browser.evaluate(ink("training-curves")).asText()).isNotEqualTo(light);
        plots().forEach(this::see);
        browser.wholePage(PICTURES.resolve("study-report-dark.png"));
    }

    @Test
    void everyLinkOfAVerdictScrollsToItsPlot() throws IOException {
        open(SHAPE);
        JsonNode links =
                browser.evaluate(
                        "[...document.querySelectorAll('.verdicts a')].map(a => a.getAttribute('href').slice(1))");
        assertThat(links).hasSizeGreaterThan(10);
        for (JsonNode link : links) {
            assertThat(
                            browser.evaluate(
                                            "document.getElementById('%s') !== null"
                                                    .formatted(link.asText()))
                                    .asBoolean())
                    .as(link.asText())
                    .isTrue();
        }
        browser.click(".verdicts a");
        browser.waitFor(
                "document.getElementById('%s').getBoundingClientRect().top < innerHeight"
                        .formatted(links.get(0).asText()));
    }

    @Test
    void aPhoneShowsItWithoutScrollingSideways() throws IOException {
        browser.phone();
        open(SHAPE);
        assertThat(browser.evaluate("document.querySelector('.headline').innerText").asText())
                .contains("Answer", "Best settings", "Do next", "etude study run");
        assertThat(browser.evaluate("document.querySelector('.passed').open").asBoolean())
                .isFalse();
        plots().forEach(this::see);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(390);
        browser.wholePage(PICTURES.resolve("study-report-phone.png"));
    }

    @Test
    void itPrints() throws IOException {
        open(SHAPE);
        Path pdf = PICTURES.resolve("study-report.pdf");
        assertThat(browser.print(pdf)).isBetween(2, 6);
        assertThat(Files.size(pdf)).isGreaterThan(50_000);
        browser.waitFor("etude.charts.every(chart => chart.instance !== null)");
    }

    @Test
    void aStudyThatHasNotBegunOpens() throws IOException {
        open(SHAPE.unfinished(40));
        assertThat(browser.evaluate("document.querySelector('.lead').innerText").asText())
                .contains("0 of 40 trials have ended");
    }

    @Test
    void strangeWordsAreOnlyWords() throws IOException {
        String words = "</script><script>window.alerted = 1</script><!--\"'&\u2028";
        open(SHAPE.saying("<script>window.alerted = 1<img src=x>\"'&", words, words));
        plots().forEach(this::see);
        assertThat(browser.evaluate("document.title").asText())
                .startsWith("<script>window.alerted = 1<img src=x>");
        assertThat(browser.evaluate("window.alerted === undefined").asBoolean()).isTrue();
        assertThat(browser.evaluate("document.querySelectorAll('main img').length").asInt())
                .isZero();
    }

    private void open(StudyShape shape) throws IOException {
        html = Objects.requireNonNullElseGet(PAGES.get(shape), () -> write(shape));
        browser.open(html);
    }

    private static Path write(StudyShape shape) {
        Path parent = directory.resolve(Integer.toString(PAGES.size()));
        try (OpenStudy study = StudyOnDisk.write(parent, shape)) {
            Path page =
                    StudyReport.write(
                                    study,
                                    new PageFolder(study.directory().root()),
                                    VerdictThresholds.defaults(),
                                    List.of("etude", "study", "report"))
                            .page();
            PAGES.put(shape, page);
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> plots() {
        List<String> ids = new ArrayList<>();
        browser.evaluate("etude.charts.map(chart => chart.id)").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private void see(String plot) {
        browser.evaluate(
                "document.getElementById('plot-%s').scrollIntoView({block: 'center', behavior: 'instant'})"
                        .formatted(plot));
        browser.waitFor(
                "document.querySelector('#plot-%1$s svg, #plot-%1$s canvas') !== null"
                        .formatted(plot));
        browser.painted();
    }

    /**
     * What is drawn, as a text that differs where the picture does: names of clips count redraws.
     */
    private static String ink(String plot) {
        return "[...document.querySelectorAll('#plot-%1$s svg, #plot-%1$s canvas')].map(e => e.toDataURL ? e.toDataURL() : e.innerHTML.replace(/zr\\d+-[a-z]+\\d+/g, '')).join()"
                .formatted(plot);
    }

    private String background() {
        return browser.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    }
}
