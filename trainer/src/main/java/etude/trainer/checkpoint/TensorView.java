package etude.trainer.checkpoint;

import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * A float32 tensor to be written.
 *
 * @param elements in row-major order, read piece by piece while they are written
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record TensorView(String name, long[] shape, Elements elements) {
    public TensorView {
        SafetensorsHeader.elements(shape); // refuses what no file can hold
    }

    /** Where the elements of a tensor are. */
    @FunctionalInterface
    public interface Elements {
        /** Fills what remains of a buffer with the elements from {@code from} on. */
        void read(int from, FloatBuffer into);
    }

    /** The elements of {@code source} from {@code offset} on. */
    public static TensorView of(String name, long[] shape, float[] source, int offset) {
        Objects.checkFromIndexSize(
                offset, Math.toIntExact(SafetensorsHeader.elements(shape)), source.length);
        return new TensorView(
                name, shape, (from, into) -> into.put(source, offset + from, into.remaining()));
    }

    /** Product of the shape; 1 for a scalar. */
    public int size() {
        return Math.toIntExact(SafetensorsHeader.elements(shape));
    }
}
