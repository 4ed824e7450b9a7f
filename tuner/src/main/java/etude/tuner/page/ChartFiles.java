package etude.tuner.page;

import etude.tuner.chart.ChartData;
import etude.tuner.chart.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files beside a page: the data of each chart, by the name of its file. */
final class ChartFiles {
    private final String prefix;
    private final Map<String, ChartData> contents = new LinkedHashMap<>();

    /**
     * Reads the data off the charts.
     *
     * @throws IllegalArgumentException when two charts would share a file and an anchor
     */
    ChartFiles(String prefix, List<Figure> charts) {
        this.prefix = prefix;
        for (Figure chart : charts) {
            if (contents.put(name(chart), ChartData.of(chart)) != null) {
                throw new IllegalArgumentException("two charts are called " + chart.id());
            }
        }
    }

    String name(Figure chart) {
        return prefix + "-" + chart.id() + ".csv";
    }

    ChartData data(Figure chart) {
        ChartData data = contents.get(name(chart));
        if (data == null) {
            throw new IllegalArgumentException("no chart of this page: " + chart.id());
        }
        return data;
    }

    Map<String, ChartData> contents() {
        return contents;
    }
}
