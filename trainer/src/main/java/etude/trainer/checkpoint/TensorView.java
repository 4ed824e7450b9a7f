package etude.trainer.checkpoint;

import java.util.Objects;

/**
 * A float32 tensor to be written: the elements of {@code source} from {@code offset} on, in
 * row-major order, so that the named parts of one flat vector need no copies.
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record TensorView(String name, long[] shape, float[] source, int offset) {
    public TensorView {
        Objects.checkFromIndexSize(
                offset, Math.toIntExact(SafetensorsHeader.elements(shape)), source.length);
    }

    /** Product of the shape; 1 for a scalar. */
    public int elements() {
        return Math.toIntExact(SafetensorsHeader.elements(shape));
    }
}
