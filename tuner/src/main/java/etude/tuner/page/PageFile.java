package etude.tuner.page;

import etude.trainer.files.AtomicFiles;
import etude.tuner.chart.ChartData;
import etude.tuner.chart.Figure;
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
        String prefix = name.substring(0, name.length() - EXTENSION.length());
        List<Figure> charts = charts(page);
        requireDifferent(charts);
        AtomicFiles.write(html, PageHtml.of(page, prefix));
        for (Figure chart : charts) {
            Path file = html.resolveSibling(dataFile(prefix, chart));
            AtomicFiles.write(file, bytes(ChartData.of(chart).csv()));
        }
    }

    /** The name of the file beside the page that has the data of a chart. */
    static String dataFile(String prefix, Figure chart) {
        return prefix + "-" + chart.id() + ".csv";
    }

    /** Charts of one id would share a file and an anchor. */
    private static void requireDifferent(List<Figure> charts) {
        Set<String> ids = new HashSet<>();
        for (Figure chart : charts) {
            if (!ids.add(chart.id())) {
                throw new IllegalArgumentException("two charts are called " + chart.id());
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Figure> charts(Page page) {
        return page.sections().stream().flatMap(section -> section.figures().stream()).toList();
    }
}
