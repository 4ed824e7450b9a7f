package etude.tuner.chart;

/**
 * One vertical axis for each hyperparameter and one for the objective, and a line across them for
 * each case, colored by its value. Brushing an axis selects cases in every figure of the page.
 */
public record ParallelCoordinates(String id, String title, String description, Cases cases)
        implements Figure {
    public ParallelCoordinates {
        Figure.requireId(id);
    }
}
