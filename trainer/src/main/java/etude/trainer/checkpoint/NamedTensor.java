package etude.trainer.checkpoint;

/**
 * A float32 tensor that was read from a file.
 *
 * @param data the elements in row-major order, as many as the product of {@code shape}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record NamedTensor(String name, long[] shape, float[] data) {
    public NamedTensor {
        SafetensorsHeader.requireElements(name, shape, data.length);
    }
}
