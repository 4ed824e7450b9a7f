package etude.tuner.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.browser.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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

    /** Its one file is that of all tests, so that the browser keeps the script compiled. */
    @TempDir private static Path directory;

    private Browser browser;
    private OpenSheet sheet;
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
        sheet = new OpenSheet(browser);
        browser.begin();
        html = directory.resolve("report.html");
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
        open(SheetPage.of(TRIALS));
        sheet.sort("Best error_rate");
        List<String> ascending = sheet.column(3);
        assertThat(sheet.order("Best error_rate")).isEqualTo("ascending");
        assertThat(sheet.numbers(3)).isSorted().hasSize(32);
        assertThat(ascending.subList(32, TRIALS)).containsOnly("");
        sheet.sort("Best error_rate");
        List<String> descending = sheet.column(3);
        assertThat(sheet.order("Best error_rate")).isEqualTo("descending");
        assertThat(sheet.numbers(3)).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(descending.subList(32, TRIALS)).containsOnly("");
        sheet.sort("Trial");
        assertThat(sheet.order("Best error_rate")).isEqualTo("none");
        assertThat(sheet.column(1))
                .isEqualTo(IntStream.range(0, TRIALS).mapToObj(i -> "" + i).toList());
    }

    @Test
    void wordsAreSortedAsWordsAndEqualOnesKeepTheirOrder() {
        open(SheetPage.of(TRIALS));
        sheet.sort("State");
        assertThat(sheet.column(2)).isSorted();
        assertThat(sheet.column(1).subList(0, 3)).containsExactly("0", "1", "2");
        assertThat(sheet.column(1).subList(32, 34)).containsExactly("4", "9");
    }

    @Test
    void allWordsMustOccurInTheColumnsShown() {
        open(SheetPage.of(TRIALS));
        sheet.filter("ADAM completed");
        assertThat(sheet.column(2)).containsOnly("completed");
        assertThat(sheet.column(5)).containsOnly("adam");
        assertThat(sheet.count()).isEqualTo("16 of 40 trials");
        sheet.filter("\"diverged after\"");
        assertThat(sheet.count()).isEqualTo("8 of 40 trials");
        sheet.filter("studies/s");
        assertThat(sheet.count()).as("a command is not searched").isEqualTo("0 of 40 trials");
        sheet.filter("");
        assertThat(sheet.count()).isEqualTo("40 trials");
    }

    @Test
    void columnsAreCompared() {
        open(SheetPage.of(TRIALS));
        sheet.filter("learning_rate < 0.1 state: completed");
        assertThat(sheet.numbers(4)).isNotEmpty().allMatch(rate -> rate < 0.1);
        assertThat(sheet.column(2)).containsOnly("completed");
        assertThat(sheet.count()).isEqualTo(sheet.column(1).size() + " of 40 trials");
        sheet.filter("optimizer.name=adam trial>=30 trial != 32");
        assertThat(sheet.column(1)).containsExactly("30", "34", "36", "38");
        sheet.filter("learning_rate <");
        assertThat(sheet.count()).as("while it is being typed").isEqualTo("40 trials");
        sheet.filter("speed > 3");
        assertThat(sheet.count()).isEqualTo("0 of 40 trials · no column is called “speed”");
    }

    @Test
    void columnsAreChosenAndStayChosen() {
        open(SheetPage.of(TRIALS));
        assertThat(sheet.shownColumns())
                .contains("State", "Run directory")
                .doesNotContain("Command");
        browser.click(".choice summary");
        browser.screenshot(PICTURES.resolve("sheet-columns.png"));
        browser.click(".choice input[value=\"6\"]");
        browser.click(".choice input[value=\"1\"]");
        assertThat(sheet.shownColumns())
                .contains("Command", "Run directory")
                .doesNotContain("State");
        browser.press("Escape");
        assertThat(sheet.is("!document.querySelector('.choice').open")).isTrue();
        browser.prefer("dark");
        sheet.sort("Trial");
        sheet.filter("infeasible");
        assertThat(sheet.count()).as("State is not shown").isEqualTo("0 of 40 trials");
        sheet.filter("state: infeasible");
        assertThat(sheet.count()).isEqualTo("8 of 40 trials");
        assertThat(sheet.shownColumns()).contains("Command").doesNotContain("State");
    }

    @Test
    void aRowThatIsClickedIsMarkedInThePlot() {
        open(SheetPage.of(TRIALS));
        sheet.clickRow(7);
        sheet.clickRow(2);
        assertThat(sheet.selected()).isEqualTo("7,2");
        assertThat(sheet.marked()).isEqualTo(2);
        assertThat(sheet.count()).isEqualTo("40 trials · 2 selected");
        assertThat(sheet.text(".picked"))
                .contains("Trial 2", "Trial 7", "trials/00007")
                .contains("etude train studies/s/trials/00007/config.yaml");
        assertThat(sheet.text(".picked .differs"))
                .as("what differs comes first, side by side")
                .containsSubsequence("Best error_rate", sheet.error(2), sheet.error(7));
        assertThat(sheet.text(".picked .same")).startsWith("State").contains("completed");
        browser.screenshot(PICTURES.resolve("sheet-two-trials.png"));
        browser.click(".only");
        assertThat(sheet.column(1)).containsExactly("2", "7");
        sheet.clickRow(2);
        assertThat(sheet.column(1)).containsExactly("7");
        browser.click(".clear");
        assertThat(sheet.selected()).isEmpty();
        assertThat(sheet.marked()).isZero();
        assertThat(sheet.count()).isEqualTo("40 trials");
        assertThat(sheet.text(".picked")).contains("etude study run s.yaml (commit abc)");
    }

    @Test
    void aPointThatIsClickedIsMarkedInTheTableAndScrolledIntoView() {
        open(SheetPage.of(TRIALS));
        JsonNode at =
                browser.evaluate(
                        "(() => { const chart = etude.charts[0]; const box = chart.box.getBoundingClientRect();"
                                + " const datum = chart.series[0].data.find(each => each[5] === '38');"
                                + " const [x, y] = chart.instance.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, datum.slice(0, 2));"
                                + " return [box.x + x, box.y + y]; })()");
        assertThat(sheet.isInView(38)).isFalse();
        double before = browser.evaluate("scrollY").asDouble();
        browser.click(at.get(0).asDouble(), at.get(1).asDouble());
        assertThat(sheet.selected()).isEqualTo("38");
        assertThat(sheet.isRowSelected(38)).isTrue();
        assertThat(sheet.isInView(38)).isTrue();
        assertThat(browser.evaluate("scrollY").asDouble()).isEqualTo(before);
        sheet.filter("trial < 10");
        assertThat(sheet.count()).isEqualTo("10 of 40 trials · 1 selected, 1 of them filtered out");
    }

    @Test
    void theKeyboardDoesAllOfIt() {
        open(SheetPage.of(TRIALS));
        browser.evaluate("document.querySelector('.sort').focus()");
        browser.press("Enter");
        browser.press("Enter");
        assertThat(sheet.column(1).subList(0, 2)).containsExactly("39", "38");
        browser.evaluate("document.querySelector('.sheet tbody tr[tabindex=\"0\"]').focus()");
        assertThat(sheet.focusedRow()).isEqualTo("0");
        browser.press("Home");
        browser.press("ArrowDown");
        assertThat(sheet.focusedRow()).isEqualTo("38");
        browser.press(" ");
        browser.press("End");
        browser.press("ArrowUp");
        browser.press("Enter");
        assertThat(sheet.focusedRow()).isEqualTo("1");
        assertThat(sheet.isInView(1)).isTrue();
        assertThat(sheet.selected()).isEqualTo("38,1");
        browser.press("Enter");
        assertThat(sheet.selected()).isEqualTo("38");
        assertThat(
                        sheet.is(
                                "document.querySelectorAll('.sheet tbody tr[tabindex=\"0\"]').length === 1"))
                .as("one row is reached by the tab key")
                .isTrue();
    }

    @Test
    void namesFromUsersAreOnlyText() {
        open(SheetPage.of(TRIALS));
        sheet.filter("onerror");
        assertThat(sheet.column(1)).containsExactly("3");
        sheet.clickRow(3);
        assertThat(sheet.text(".picked")).contains(SheetPage.EVIL);
        assertThat(sheet.is("document.querySelectorAll('img').length === 0")).isTrue();
    }

    @Test
    void copyingTakesTheCommandAloneAndSelectsNoRow() {
        open(SheetPage.of(TRIALS));
        browser.evaluate(
                "window.copied = []; navigator.clipboard.writeText = text => { window.copied.push(text); return Promise.resolve(); }");
        browser.click(".picked .copy");
        assertThat(browser.evaluate("window.copied.join()").asText())
                .isEqualTo("etude study run s.yaml");
        browser.waitFor("document.querySelector('.picked .copy').textContent === 'Copied'");
        assertThat(sheet.selected()).isEmpty();
    }

    @Test
    void nothingMovesBelowTheSheet() {
        open(SheetPage.of(TRIALS));
        String footer = "document.querySelector('footer').getBoundingClientRect().top + scrollY";
        double before = browser.evaluate(footer).asDouble();
        sheet.filter("trial = 3");
        sheet.clickRow(3);
        sheet.sort("State");
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
                        sheet.is(
                                "(e => e.scrollWidth > e.clientWidth)(document.querySelector('.sheet .wide'))"))
                .isTrue();
        browser.wholePage(PICTURES.resolve("sheet-phone.png"));
    }

    @Test
    void rowsAreDrawnWhenTheyAreScrolledToAndAFewPagesOfThemPrinted() {
        open(SheetPage.of(250));
        assertThat(sheet.column(1)).hasSize(100);
        browser.evaluate("document.querySelector('.sheet .wide').scrollTop = 1e6");
        browser.waitFor("document.querySelectorAll('.sheet tbody tr').length === 200");
        assertThat(sheet.text(".rest")).contains("The first 60 rows");
        assertThat(browser.print(PICTURES.resolve("sheet.pdf"))).isLessThanOrEqualTo(2);
        assertThat(sheet.column(1)).hasSize(200);
    }

    @Test
    void darkModeColoursTheSheetToo() {
        open(SheetPage.of(TRIALS));
        browser.evaluate("etude.select(['2', '7'])");
        String light = chosenBackground();
        browser.prefer("dark");
        sheet.sort("Best error_rate");
        assertThat(chosenBackground()).isNotEqualTo(light);
        browser.wholePage(PICTURES.resolve("sheet-dark.png"));
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
        assertThat(sheet.count()).isEqualTo("1,000 trials · 2 selected");
        assertThat(sheet.isInView(500) || sheet.isInView(7)).isTrue();
    }

    private void open(Page page) {
        PageFile.write(html, page);
        browser.open(html);
        browser.waitFor("etude.charts[0].instance !== null");
        browser.painted();
    }
}
