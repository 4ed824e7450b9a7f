package etude.tuner.chart;

import java.util.List;
import java.util.Optional;

/**
 * One plot: two axes, the series drawn over them and lines that mark a value.
 *
 * @param series from back to front
 */
public record Chart(
        String id,
        String title,
        String description,
        Axis x,
        Axis y,
        List<Series> series,
        List<Mark> marks,
        Choices choices)
        implements Figure {
    public Chart {
        Figure.requireId(id);
        series = List.copyOf(series);
        marks = List.copyOf(marks);
    }

    /** One of which nothing can be chosen. */
    public Chart(
            String id,
            String title,
            String description,
            Axis x,
            Axis y,
            List<Series> series,
            List<Mark> marks) {
        this(id, title, description, x, y, series, marks, Choices.NONE);
    }

    /** Without marked values. */
    public Chart(String id, String title, String description, Axis x, Axis y, List<Series> series) {
        this(id, title, description, x, y, series, List.of());
    }

    /** The chart without marked values; empty where nothing is drawn. */
    public static Optional<Chart> drawn(
            String id, String title, String description, Axis x, Axis y, List<Series> series) {
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chart(id, title, description, x, y, series));
    }

    /** This chart with something to choose. */
    public Chart offering(Choices offered) {
        return new Chart(id, title, description, x, y, series, marks, offered);
    }
}
