package etude.trainer.engine;

/**
 * A part of the flat vector that is updated in one way. What lies between segments is frozen.
 *
 * @param offset of its first entry
 * @param size its number of entries
 */
public record Segment(long offset, long size, Treatment treatment) {
    /** The expression of this part of a vector. */
    public String of(String vector) {
        return ParameterPieces.narrow(vector, offset, size);
    }
}
