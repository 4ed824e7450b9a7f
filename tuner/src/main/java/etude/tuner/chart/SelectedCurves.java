package etude.tuner.chart;

import java.util.List;

/**
 * Curves of which only those of the selected things are drawn, so that those of a thousand trials
 * can be looked at one by one.
 *
 * @param measures one kind of curve each, such as training and validation loss; each has its own
 *     dashes, and each thing its own color
 * @param best where each thing was best
 * @param overview whether the curves of the first measure all stand in the background
 * @param initially whose curves are drawn while nothing is selected, by key
 */
public record SelectedCurves(
        String id,
        String title,
        String description,
        Axis x,
        Axis y,
        List<Series.Curves> measures,
        Series.Scatter best,
        boolean overview,
        List<String> initially,
        Choices choices)
        implements Figure {
    public SelectedCurves {
        Figure.requireId(id);
        measures = List.copyOf(measures);
        initially = List.copyOf(initially);
    }
}
