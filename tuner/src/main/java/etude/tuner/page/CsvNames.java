package etude.tuner.page;

/** How the CSV file of a chart is called, beside the page. */
record CsvNames(String prefix) {
    String of(String chart) {
        return prefix + "-" + chart + ".csv";
    }
}
