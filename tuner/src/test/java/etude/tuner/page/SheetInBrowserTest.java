package etude.tuner.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.browser.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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

/** A sheet as its reader uses it. Pictures of it are left in {@code target/pages}. */
@Tag("browser")
final class SheetInBrowserTest {
    private static final Path PICTURES = Path.of("target", "pages");
    private static final int TRIALS = 40;

    private static @Nullable Browser shared;

    @TempDir private Path directory;
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
    void openOnLaptop() {
        browser = Objects.requireNonNull(shared);
        browser.laptop();
        browser.prefer("light");
        html = directory.resolve("report.html");
        open(SheetPage.of(TRIALS));
    }

    @AfterEach
    void nothingWentWrong(TestInfo test) {
        String name = "sheet-" + test.getTestMethod().orElseThrow().getName() + ".png";
        browser.screenshot(PICTURES.resolve(name));
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).containsExactly(html.toUri().toString());
    }

    @Test
    void numbersAreSortedAsNumbersWithWhatIsMissingLast() {
        sort("Best error_rate");
        List<String> ascending = column(3);
        assertThat(head("Best error_rate", "ariaSort")).isEqualTo("ascending");
        assertThat(numbers(ascending)).isSorted().hasSize(32);
        assertThat(ascending.subList(32, TRIALS)).containsOnly("");
        sort("Best error_rate");
        List<String> descending = column(3);
        assertThat(head("Best error_rate", "ariaSort")).isEqualTo("descending");
        assertThat(numbers(descending)).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(descending.subList(32, TRIALS)).containsOnly("");
        sort("Trial");
        assertThat(head("Best error_rate", "ariaSort")).isEqualTo("null");
        assertThat(column(1)).isEqualTo(IntStream.range(0, TRIALS).mapToObj(i -> "" + i).toList());
    }

    @Test
    void wordsAreSortedAsWordsAndEqualOnesKeepTheirOrder() {
        sort("State");
        assertThat(column(2)).isSorted();
        assertThat(column(1).subList(0, 3)).containsExactly("0", "1", "2");
        assertThat(column(1).subList(32, 34)).containsExactly("4", "9");
    }

    @Test
    void allWordsMustOccurInTheColumnsShown() {
        filter("ADAM completed");
        assertThat(column(2)).containsOnly("completed");
        assertThat(column(5)).containsOnly("adam");
        assertThat(count()).isEqualTo("16 of 40 trials");
        filter("\"diverged after\"");
        assertThat(count()).isEqualTo("8 of 40 trials");
        filter("studies/s");
        assertThat(count()).as("a command is not searched").isEqualTo("0 of 40 trials");
        filter("");
        assertThat(count()).isEqualTo("40 trials");
    }

    @Test
    void columnsAreCompared() {
        filter("learning_rate < 0.1 state: completed");
        assertThat(numbers(column(4))).isNotEmpty().allMatch(rate -> rate < 0.1);
        assertThat(column(2)).containsOnly("completed");
        assertThat(count()).isEqualTo(column(1).size() + " of 40 trials");
        filter("optimizer.name=adam trial>=30 trial != 32");
        assertThat(column(1)).containsExactly("30", "34", "36", "38");
        filter("learning_rate <");
        assertThat(count()).as("while it is being typed").isEqualTo("40 trials");
        filter("speed > 3");
        assertThat(count()).isEqualTo("0 of 40 trials · no column is called “speed”");
    }

    @Test
    void columnsAreChosenAndStayChosen() {
        assertThat(shownColumns()).contains("State", "Run directory").doesNotContain("Command");
        browser.click(".choice summary");
        browser.screenshot(PICTURES.resolve("sheet-columns.png"));
        browser.click(".choice input[value=\"6\"]");
        browser.click(".choice input[value=\"1\"]");
        assertThat(shownColumns()).contains("Command", "Run directory").doesNotContain("State");
        browser.press("Escape");
        assertThat(is("!document.querySelector('.choice').open")).isTrue();
        browser.prefer("dark");
        sort("Trial");
        filter("infeasible");
        assertThat(count()).as("State is not shown").isEqualTo("0 of 40 trials");
        filter("state: infeasible");
        assertThat(count()).isEqualTo("8 of 40 trials");
        assertThat(shownColumns()).contains("Command").doesNotContain("State");
    }

    @Test
    void aRowThatIsClickedIsMarkedInThePlot() {
        browser.click("tr[data-key=\"7\"] td");
        browser.click("tr[data-key=\"2\"] td");
        assertThat(selected()).isEqualTo("7,2");
        assertThat(strokes()).isEqualTo(2);
        assertThat(count()).isEqualTo("40 trials · 2 selected");
        assertThat(text(".picked"))
                .contains("Trial 2", "Trial 7", "trials/00007")
                .contains("etude train studies/s/trials/00007/config.yaml");
        browser.click(".only");
        assertThat(column(1)).containsExactly("2", "7");
        browser.click("tr[data-key=\"2\"] td");
        assertThat(column(1)).containsExactly("7");
        browser.click(".clear");
        assertThat(selected()).isEmpty();
        assertThat(strokes()).isZero();
        assertThat(count()).isEqualTo("40 trials");
        assertThat(text(".picked")).contains("etude study run s.yaml (commit abc)");
    }

    @Test
    void aPointThatIsClickedIsMarkedInTheTableAndScrolledIntoView() {
        JsonNode at =
                browser.evaluate(
                        "(() => { const chart = etude.charts[0]; const box = chart.box.getBoundingClientRect();"
                                + " const datum = chart.series[0].data.find(each => each[5] === '38');"
                                + " const [x, y] = chart.instance.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, datum.slice(0, 2));"
                                + " return [box.x + x, box.y + y]; })()");
        assertThat(isInView("38")).isFalse();
        double before = browser.evaluate("scrollY").asDouble();
        browser.click(at.get(0).asDouble(), at.get(1).asDouble());
        assertThat(selected()).isEqualTo("38");
        assertThat(row("38", "ariaSelected")).isEqualTo("true");
        assertThat(isInView("38")).isTrue();
        assertThat(browser.evaluate("scrollY").asDouble()).isEqualTo(before);
        filter("trial < 10");
        assertThat(count()).isEqualTo("10 of 40 trials · 1 selected, 1 of them filtered out");
    }

    @Test
    void theKeyboardDoesAllOfIt() {
        browser.evaluate("document.querySelector('.sort').focus()");
        browser.press("Enter");
        browser.press("Enter");
        assertThat(column(1).subList(0, 2)).containsExactly("39", "38");
        browser.evaluate("document.querySelector('tbody tr[tabindex=\"0\"]').focus()");
        assertThat(focused()).isEqualTo("0");
        browser.press("Home");
        browser.press("ArrowDown");
        assertThat(focused()).isEqualTo("38");
        browser.press(" ");
        browser.press("End");
        browser.press("ArrowUp");
        browser.press("Enter");
        assertThat(focused()).isEqualTo("1");
        assertThat(isInView("1")).isTrue();
        assertThat(selected()).isEqualTo("38,1");
        browser.press("Enter");
        assertThat(selected()).isEqualTo("38");
        assertThat(is("document.querySelectorAll('tbody tr[tabindex=\"0\"]').length === 1"))
                .as("one row is reached by the tab key")
                .isTrue();
    }

    @Test
    void namesFromUsersAreOnlyText() {
        filter("onerror");
        assertThat(column(1)).containsExactly("3");
        browser.click("tr[data-key=\"3\"] td");
        assertThat(text(".picked")).contains(SheetPage.EVIL);
        assertThat(is("document.querySelectorAll('img').length === 0")).isTrue();
    }

    @Test
    void copyingTakesTheCommandAloneAndSelectsNoRow() {
        browser.evaluate(
                "window.copied = []; navigator.clipboard.writeText = text => { window.copied.push(text); return Promise.resolve(); }");
        browser.click(".picked .copy");
        assertThat(browser.evaluate("window.copied.join()").asText())
                .isEqualTo("etude study run s.yaml");
        browser.waitFor("document.querySelector('.picked .copy').textContent === 'Copied'");
        assertThat(selected()).isEmpty();
    }

    @Test
    void nothingMovesBelowTheSheet() {
        String footer = "document.querySelector('footer').getBoundingClientRect().top + scrollY";
        double before = browser.evaluate(footer).asDouble();
        filter("trial = 3");
        browser.click("tr[data-key=\"3\"] td");
        sort("State");
        browser.click(".choice summary");
        assertThat(browser.evaluate(footer).asDouble()).isEqualTo(before);
    }

    @Test
    void aPhoneScrollsTheSheetAndNotThePage() {
        browser.phone();
        open(SheetPage.of(TRIALS));
        browser.evaluate("etude.select(['7'])");
        browser.painted();
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(390);
        assertThat(
                        is(
                                "(e => e.scrollWidth > e.clientWidth)(document.querySelector('.sheet .wide'))"))
                .isTrue();
    }

    @Test
    void darkModeColoursTheSheetToo() {
        browser.evaluate("etude.select(['2', '7'])");
        String light = chosenBackground();
        browser.prefer("dark");
        sort("Best error_rate");
        assertThat(chosenBackground()).isNotEqualTo(light);
    }

    private String chosenBackground() {
        return browser.evaluate(
                        "getComputedStyle(document.querySelector('tr[data-key=\"7\"] td')).backgroundColor")
                .asText();
    }

    @Test
    void aThousandTrialsOfTwentyColumnsAnswerAtOnce() {
        open(SheetPage.of(1000, 13));
        for (String act :
                List.of(
                        "document.querySelectorAll('.sort')[2].click()",
                        "document.querySelectorAll('.sort')[4].click()",
                        "document.querySelector('.filter input').value = 'adam learning_rate < 0.1'; document.querySelector('.filter input').dispatchEvent(new Event('input'))",
                        "document.querySelector('.filter input').value = ''; document.querySelector('.filter input').dispatchEvent(new Event('input'))",
                        "document.querySelector('.choice input[value=\"6\"]').click()",
                        "etude.select(['500', '7'])")) {
            double milliseconds =
                    browser.evaluate(
                                    "(() => { const start = performance.now(); %s; document.body.offsetHeight; return performance.now() - start; })()"
                                            .formatted(act))
                            .asDouble();
            System.out.printf("1,000 rows of 20 columns: %.0f ms for %s%n", milliseconds, act);
        }
        assertThat(count()).isEqualTo("1,000 trials · 2 selected");
        assertThat(isInView("500") || isInView("7")).isTrue();
    }

    private void open(Page page) {
        PageFile.write(html, page);
        browser.open(html);
        browser.waitFor("etude.charts[0].instance !== null");
        browser.painted();
    }

    private void sort(String column) {
        browser.click("thead th[data-name=\"%s\"] button".formatted(column));
    }

    private void filter(String text) {
        browser.click(".filter input");
        browser.evaluate("document.querySelector('.filter input').select()");
        if (text.isEmpty()) {
            browser.press("Delete");
            browser.evaluate(
                    "(e => { e.value = ''; e.dispatchEvent(new Event('input')); })(document.querySelector('.filter input'))");
        } else {
            browser.type(text);
        }
    }

    /** The texts of a column in the rows shown, from the top. */
    private List<String> column(int number) {
        return texts(
                "[...document.querySelectorAll('tbody tr:not([hidden]) > :nth-child(%d)')]"
                        .formatted(number));
    }

    private List<String> shownColumns() {
        return texts(
                "[...document.querySelectorAll('thead th')].filter(e => getComputedStyle(e).display !== 'none')");
    }

    private List<String> texts(String elements) {
        JsonNode texts = browser.evaluate(elements + ".map(e => e.textContent)");
        return StreamSupport.stream(texts.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static List<Double> numbers(List<String> texts) {
        return texts.stream().filter(text -> !text.isEmpty()).map(Double::valueOf).toList();
    }

    private String head(String column, String property) {
        return browser.evaluate(
                        "String(document.querySelector('thead th[data-name=\"%s\"]').%s)"
                                .formatted(column, property))
                .asText();
    }

    private String row(String key, String property) {
        return browser.evaluate(
                        "String(document.querySelector('tr[data-key=\"%s\"]').%s)"
                                .formatted(key, property))
                .asText();
    }

    private boolean isInView(String key) {
        return is(
                ("(() => { const view = document.querySelector('.sheet .wide').getBoundingClientRect();"
                                + " const row = document.querySelector('tr[data-key=\"%s\"]').getBoundingClientRect();"
                                + " const head = document.querySelector('.sheet thead').getBoundingClientRect();"
                                + " return row.top >= head.bottom - 1 && row.bottom <= view.bottom + 1; })()")
                        .formatted(key));
    }

    private String focused() {
        return browser.evaluate("document.activeElement.dataset.key").asText();
    }

    private String text(String selector) {
        return browser.evaluate("document.querySelector('%s').innerText".formatted(selector))
                .asText();
    }

    private String count() {
        return text(".count");
    }

    private boolean is(String condition) {
        return browser.evaluate(condition).asBoolean();
    }

    private String selected() {
        return browser.evaluate("[...etude.selected].join()").asText();
    }

    /** How many points of the plot have the border of a selected one. */
    private int strokes() {
        String ink = browser.evaluate("getComputedStyle(document.body).color").asText();
        return browser.evaluate(
                        "[...document.querySelectorAll('#plot-rates svg path')].filter(p => getComputedStyle(p).stroke === '%s').length"
                                .formatted(ink))
                .asInt();
    }
}
