package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/**
 * Where the numbers of an array lie, for native libraries that read and write them in place. An
 * array that DJL gives other memory lies elsewhere then, so it is asked for each use.
 */
public final class DataPointer {
    private DataPointer() {}

    /** The first number of a contiguous array, in memory of its device. */
    public static Pointer of(NDArray array) {
        long handle = ((PtNDArray) array).getHandle();
        PointerByReference data = new PointerByReference();
        int failed =
                NativeLibrary.getInstance("torch_cpu")
                        .getFunction("aoti_torch_get_data_ptr")
                        .invokeInt(new Object[] {new Pointer(handle), data});
        if (failed != 0) {
            throw new IllegalStateException("the engine gives no pointer of " + array.getShape());
        }
        return data.getValue();
    }
}
