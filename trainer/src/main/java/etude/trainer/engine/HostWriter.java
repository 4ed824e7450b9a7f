package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Copies plain arrays into vectors on the device, in place: DJL's {@code set} gives an array other
 * memory instead, which its views do not see. It takes one piece after another, so that nothing is
 * there twice but a piece.
 */
public final class HostWriter implements AutoCloseable {
    /** 4 MiB. */
    private static final int PIECE = 1 << 20;

    private final NDManager host;
    private final TorchScript kernel;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(Float.BYTES * PIECE).order(ByteOrder.nativeOrder());
    private final NDArray piece;

    /**
     * @param manager of the vectors' device
     */
    public HostWriter(NDManager manager) {
        host = manager.newSubManager(Device.cpu());
        piece = host.create(buffer, new Shape(PIECE), DataType.FLOAT32);
        kernel = TorchScript.compile(manager, TorchScript.resource(HostWriter.class, "write.txt"));
    }

    /** Copies the values to {@code vector[offset...]}. */
    public void write(float[] values, NDArray vector, long offset) {
        for (int from = 0; from < values.length; from += PIECE) {
            int count = Math.min(PIECE, values.length - from);
            buffer.asFloatBuffer().put(values, from, count);
            kernel.update(List.of(vector, piece, offset + from, (long) count));
        }
    }

    @Override
    public void close() {
        kernel.close();
        host.close();
    }
}
