package etude.tuner.page;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.browser.Browser;
import java.util.List;
import java.util.stream.StreamSupport;

/** The page of {@link SheetPage} in a browser: what a reader does with it and sees of it. */
record OpenSheet(Browser browser) {
    void sort(String column) {
        browser.click(".sheet th[data-name=\"%s\"] button".formatted(column));
    }

    void filter(String text) {
        browser.click(".filter input");
        browser.evaluate("document.querySelector('.filter input').select()");
        browser.type(text);
    }

    void clickRow(int trial) {
        browser.click(".sheet tr[data-key=\"%d\"] td".formatted(trial));
    }

    /** The texts of a column in the rows shown, from the top. */
    List<String> column(int number) {
        return texts(
                "[...document.querySelectorAll('.sheet tbody tr > :nth-child(%d)')]"
                        .formatted(number));
    }

    List<Double> numbers(int column) {
        return column(column).stream().filter(t -> !t.isEmpty()).map(Double::valueOf).toList();
    }

    List<String> shownColumns() {
        return texts(
                "[...document.querySelectorAll('.sheet thead th')].filter(e => getComputedStyle(e).display !== 'none')");
    }

    private List<String> texts(String elements) {
        JsonNode texts = browser.evaluate(elements + ".map(e => e.textContent)");
        return StreamSupport.stream(texts.spliterator(), false).map(JsonNode::asText).toList();
    }

    /** How a column is sorted, as a screen reader says it. */
    String order(String column) {
        return browser.evaluate(
                        "document.querySelector('.sheet th[data-name=\"%s\"]').ariaSort || 'none'"
                                .formatted(column))
                .asText();
    }

    String text(String selector) {
        return browser.evaluate("document.querySelector('%s').innerText".formatted(selector))
                .asText();
    }

    String count() {
        return text(".count");
    }

    /** What is selected in the page, in the order of selection. */
    String selected() {
        return browser.evaluate("[...etude.selected].join()").asText();
    }

    /** Whether a screen reader is told that a row is selected. */
    boolean isRowSelected(int trial) {
        return is(
                "document.querySelector('.sheet tr[data-key=\"%d\"]').ariaSelected === 'true'"
                        .formatted(trial));
    }

    /** Whether a row is between the head and the lower edge of the sheet. */
    boolean isInView(int trial) {
        return is(
                ("(() => { const box = selector => document.querySelector(selector).getBoundingClientRect();"
                                + " const row = box('.sheet tr[data-key=\"%d\"]');"
                                + " return row.top >= box('.sheet thead').bottom - 1 && row.bottom <= box('.sheet .wide').bottom + 1; })()")
                        .formatted(trial));
    }

    /** The best error rate of a trial, as its row shows it. */
    String error(int trial) {
        return text(".sheet tr[data-key=\"%d\"] > :nth-child(3)".formatted(trial));
    }

    String focusedRow() {
        return browser.evaluate("document.activeElement.dataset.key || ''").asText();
    }

    boolean is(String condition) {
        return browser.evaluate(condition).asBoolean();
    }

    /** How many points of the plot have the border of a selected one. */
    int marked() {
        String ink = browser.evaluate("getComputedStyle(document.body).color").asText();
        return browser.evaluate(
                        "[...document.querySelectorAll('#plot-rates svg path')].filter(p => getComputedStyle(p).stroke === '%s').length"
                                .formatted(ink))
                .asInt();
    }
}
