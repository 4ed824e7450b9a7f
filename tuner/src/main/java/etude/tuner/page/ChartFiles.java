package etude.tuner.page;

import etude.tuner.chart.ChartData;
import etude.tuner.chart.Figure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The files beside a page: the data of each chart, by the name of its file. Data are read off the
 * charts when asked for and not kept: those of all charts of a large study are larger than it is.
 */
final class ChartFiles {
    private final String prefix;
    private final Map<String, Figure> charts = new LinkedHashMap<>();

    /**
     * Names the files.
     *
     * @throws IllegalArgumentException when two charts would share a file and an anchor
     */
    ChartFiles(String prefix, Iterable<Figure> charts) {
        this.prefix = prefix;
        for (Figure chart : charts) {
            if (this.charts.put(name(chart), chart) != null) {
                throw new IllegalArgumentException("two charts are called " + chart.id());
            }
        }
    }

    String name(Figure chart) {
        return prefix + "-" + chart.id() + ".csv";
    }

    /** One after the other. */
    void forEach(BiConsumer<String, ChartData> action) {
        charts.forEach((name, chart) -> action.accept(name, ChartData.of(chart)));
    }
}
