package etude.tuner.page;

import etude.trainer.files.AtomicFiles;
import etude.tuner.chart.Chart;
import etude.tuner.chart.ChartData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes a page, and beside it the data of each chart as CSV. */
public final class PageFile {
    private static final String EXTENSION = ".html";

    private PageFile() {}

    /**
     * Writes {@code NAME.html} and, for each chart, {@code NAME-CHART.csv}; files that are there
     * are replaced.
     *
     * @throws etude.datasets.EtudeException when the directory cannot be written to
     */
    public static void write(Path html, Page page) {
        String name = html.getFileName().toString();
        if (!name.endsWith(EXTENSION)) {
            throw new IllegalArgumentException("a page is a file " + EXTENSION + ", not " + name);
        }
        CsvNames csv = new CsvNames(name.substring(0, name.length() - EXTENSION.length()));
        List<Chart> charts = charts(page);
        requireDistinct(charts);
        AtomicFiles.write(html, PageHtml.of(page, csv).getBytes(StandardCharsets.UTF_8));
        for (Chart chart : charts) {
            AtomicFiles.write(
                    html.resolveSibling(csv.of(chart.id())),
                    ChartData.of(chart).csv().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<Chart> charts(Page page) {
        return page.sections().stream()
                .filter(Section.Charts.class::isInstance)
                .flatMap(section -> ((Section.Charts) section).charts().stream())
                .toList();
    }

    /** Two charts of one id would share a file and an anchor. */
    private static void requireDistinct(List<Chart> charts) {
        Set<String> ids = new HashSet<>();
        for (Chart chart : charts) {
            if (!ids.add(chart.id())) {
                throw new IllegalArgumentException("two charts are called " + chart.id());
            }
        }
    }
}
