package etude.tuner.chart;

/**
 * Points over two axes that the reader chooses, colored by their value.
 *
 * @param x the index of the axis that is horizontal at first
 * @param y the index of the axis that is vertical at first
 */
public record PairwiseScatter(
        String id, String title, String description, Cases cases, int x, int y) implements Figure {
    public PairwiseScatter {
        Figure.requireId(id);
        if (x == y) {
            throw new IllegalArgumentException("two axes, not twice number " + x);
        }
    }
}
