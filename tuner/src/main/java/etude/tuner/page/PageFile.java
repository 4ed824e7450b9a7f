package etude.tuner.page;

import etude.trainer.files.AtomicFiles;
import etude.tuner.chart.Figure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

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
        ChartFiles files = new ChartFiles(prefix, charts(page));
        AtomicFiles.write(html, bytes(PageHtml.of(page, files)));
        files.forEach(
                (file, data) -> AtomicFiles.write(html.resolveSibling(file), bytes(data.csv())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Figure> charts(Page page) {
        return page.sections().stream()
                .filter(Section.Charts.class::isInstance)
                .<Figure>flatMap(section -> ((Section.Charts) section).charts().stream())
                .toList();
    }
}
