package etude.trainer.distributed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Pointer;
import etude.trainer.engine.DataPointer;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TorchScript;
import java.util.List;

/**
 * Adds gradients that travel as bfloat16, half of the bytes: of each rank first its own passes, in
 * float32. What a rank sends is rounded once, its own piece too; the pieces are added in float32,
 * in the order of the ranks, and the sum is rounded once more on its way back. So all ranks have
 * the same bits. What follows the gradient in the vector (statistics, loss) and the few entries
 * that make no whole pieces are added in float32.
 */
final class RoundedSum implements VectorSum {
    /** bfloat16 numbers in one of the floats that a transport moves. */
    private static final int IN_A_FLOAT = 2;

    private final MpiRanks ranks;
    private final VectorTransport transport;
    private final NDArray vector;
    private final NDArray travelling;
    private final NDArray received;
    private final NDArray total;
    private final TorchScript round;
    private final TorchScript add;
    private final TorchScript widen;
    private final long rounded;

    /**
     * @param transport of the vector's device
     * @param gradients how many entries of the vector, from its first, may be rounded: two for each
     *     rank at least
     */
    RoundedSum(MpiRanks ranks, VectorTransport transport, NDArray vector, long gradients) {
        this.ranks = ranks;
        this.transport = transport;
        this.vector = vector;
        long multiple = smallest(ranks.size());
        rounded = gradients / multiple * multiple;
        NDManager manager = vector.getManager();
        try (TorchScript cast = TorchScript.cast(manager, Precision.BFLOAT16);
                NDArray zeros = manager.zeros(new Shape(rounded))) {
            travelling = cast.evaluated(zeros).singletonOrThrow();
            received = cast.evaluated(zeros).singletonOrThrow();
        }
        total = manager.zeros(new Shape(rounded / ranks.size()));
        round = kernel(manager, "round.txt");
        add = kernel(manager, "sum_in_order.txt");
        widen = kernel(manager, "widen.txt");
    }

    /** Fewer gradients make no pieces. */
    static long smallest(int ranks) {
        return (long) IN_A_FLOAT * ranks;
    }

    private static TorchScript kernel(NDManager manager, String name) {
        return TorchScript.compile(manager, TorchScript.resource(RoundedSum.class, name));
    }

    @Override
    public boolean accumulates() {
        return true;
    }

    @Override
    public void passed() {}

    @Override
    public void finish() {
        int piece = Math.toIntExact(rounded / smallest(ranks.size()));
        round.update(List.of(vector, travelling));
        ranks.together(
                () ->
                        transport.exchange(
                                DataPointer.of(travelling), piece, DataPointer.of(received)));
        add.update(List.of(total, received, (long) ranks.size(), 0L));
        round.update(List.of(total, received));
        ranks.together(
                () ->
                        transport.gather(
                                DataPointer.of(received), piece, DataPointer.of(travelling)));
        widen.update(List.of(vector, travelling));
        if (vector.size() > rounded) {
            ranks.together(() -> transport.add(rest(), vector.size() - rounded));
        }
    }

    private Pointer rest() {
        return DataPointer.of(vector).share(rounded * Float.BYTES);
    }

    @Override
    public void close() {
        List.of(round, add, widen).forEach(TorchScript::close);
        List.of(travelling, received, total).forEach(NDArray::close);
    }
}
