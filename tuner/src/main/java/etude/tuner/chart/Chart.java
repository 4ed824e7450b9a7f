package etude.tuner.chart;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One plot: two axes, the series drawn over them and lines that mark a value.
 *
 * @param id names the chart within its page and its CSV file, in lower case with hyphens
 * @param title what is plotted, or what it shows
 * @param description one sentence for the caption, which is also what a screen reader says
 * @param series from back to front
 */
public record Chart(
        String id,
        String title,
        String description,
        Axis x,
        Axis y,
        List<Series> series,
        List<Mark> marks) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*");

    public Chart {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "the id of a chart is lower case letters, digits and hyphens, not " + id);
        }
        series = List.copyOf(series);
        marks = List.copyOf(marks);
    }

    /** Without marked values. */
    public Chart(String id, String title, String description, Axis x, Axis y, List<Series> series) {
        this(id, title, description, x, y, series, List.of());
    }
}
