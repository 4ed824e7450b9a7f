package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a float32 vector in memory of the host, which the next copy overwrites: so a training
 * holds its state once more, however often it is saved, and nothing of it passes through Java's
 * heap.
 */
public final class HostVector {
    /** A piece has two to this power entries: 1 GiB, for a buffer of Java has at most 2. */
    private static final int PIECE_BITS = 28;

    private final List<Piece> pieces = new ArrayList<>();
    private final int bits;
    private final TorchScript kernel;

    /** A part of the memory, and the tensor that is a view of it. */
    private record Piece(FloatBuffer values, NDArray tensor) {
        static Piece allocate(NDManager host, int size) {
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(size * Float.BYTES).order(ByteOrder.nativeOrder());
            return new Piece(
                    bytes.asFloatBuffer(), host.create(bytes, new Shape(size), DataType.FLOAT32));
        }
    }

    /**
     * @param manager owner of what the engine needs for it
     */
    public HostVector(NDManager manager, long size) {
        this(manager, size, PIECE_BITS);
    }

    HostVector(NDManager manager, long size, int bits) {
        this.bits = bits;
        NDManager host = manager.newSubManager(Device.cpu());
        int piece = 1 << bits;
        for (long from = 0; from < size; from += piece) {
            pieces.add(Piece.allocate(host, (int) Math.min(piece, size - from)));
        }
        kernel = TorchScript.compile(host, TorchScript.resource(HostVector.class, "read.txt"));
    }

    /**
     * Copies a vector of this size here; the CPU waits for the device.
     *
     * @return this
     */
    public HostVector copy(NDArray vector) {
        long from = 0;
        for (Piece piece : pieces) {
            long count = piece.values.capacity();
            kernel.update(List.of(piece.tensor, vector, from, count));
            from += count;
        }
        return this;
    }

    /** One entry. */
    public float get(long index) {
        return piece(index).get(within(index));
    }

    /** Fills what remains of a buffer with the entries from {@code from} on. */
    public void read(long from, FloatBuffer into) {
        long next = from;
        while (into.hasRemaining()) {
            FloatBuffer piece = piece(next);
            int begin = within(next);
            int count = Math.min(into.remaining(), piece.capacity() - begin);
            into.put(piece.slice(begin, count));
            next += count;
        }
    }

    private FloatBuffer piece(long index) {
        return pieces.get((int) (index >>> bits)).values;
    }

    private int within(long index) {
        return (int) (index & ((1L << bits) - 1));
    }
}
