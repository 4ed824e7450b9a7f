package etude.tuner.chart;

/**
 * How many examples fall into each cell of a square grid: what was predicted beside what is true.
 * Of named classes the diagonal is right and steps back, so that mistakes show; of numbers a line
 * says where predictions would be right.
 *
 * @param x names, or numbers
 * @param y of the same kind
 * @param from where the first cell begins on both axes; of names, half a place before the first
 * @param to where the last cell ends
 * @param counts by {@code [cell of y][cell of x]}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record CountGrid(
        String id,
        String title,
        String description,
        Axis x,
        Axis y,
        double from,
        double to,
        int[][] counts)
        implements Figure {
    public CountGrid {
        Figure.requireId(id);
        for (int[] row : counts) {
            if (row.length != counts.length) {
                throw new IllegalArgumentException(
                        "%d rows, but a row of %d cells".formatted(counts.length, row.length));
            }
        }
    }

    /** Of names: as many cells as there are. */
    public CountGrid(String id, String title, String description, Axis x, Axis y, int[][] counts) {
        this(id, title, description, x, y, -0.5, counts.length - 0.5, counts);
    }

    /** Whether cells are names. */
    boolean named() {
        return x.scale() instanceof AxisScale.Category;
    }

    /** Where a cell stands: the name, or the middle of its numbers. */
    String place(Axis axis, int cell) {
        return ChartData.place(
                axis.scale(), named() ? cell : from + (to - from) * (cell + 0.5) / counts.length);
    }
}
