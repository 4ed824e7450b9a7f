package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;

/**
 * Copies arrays out of the device; the CPU waits here. The one place that does so (a test of the
 * architecture sees to it): DJL's own methods leave the copies that they make on the way, from a
 * GPU or of an array that is not contiguous, with the array's manager for as long as that lives.
 */
public final class HostCopy {
    private HostCopy() {}

    /** The elements of a float32 array. */
    public static float[] floats(NDArray array) {
        return read(array, NDArray::toFloatArray);
    }

    /** The elements of a float64 array. */
    public static double[] doubles(NDArray array) {
        return read(array, NDArray::toDoubleArray);
    }

    /** The elements of an int64 array. */
    public static long[] longs(NDArray array) {
        return read(array, NDArray::toLongArray);
    }

    /** Whatever is made on the way belongs to a manager that is closed at once. */
    private static <T> T read(NDArray array, Function<NDArray, T> copy) {
        try (NDManager scope = array.getManager().newSubManager()) {
            array.tempAttach(scope);
            return copy.apply(array);
        }
    }
}
