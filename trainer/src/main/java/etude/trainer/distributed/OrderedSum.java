package etude.trainer.distributed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import etude.trainer.engine.DataPointer;
import etude.trainer.engine.TorchScript;
import java.util.List;

/**
 * Adds vectors in the order of the ranks, pass by pass, which gives the bits of one process that
 * does all passes by itself. Each rank adds one piece of the vector for all: an all-to-all, the
 * sum, and after the last pass an all-gather, in all about the bytes of a ring.
 */
final class OrderedSum implements VectorSum {
    private final MpiRanks ranks;
    private final VectorTransport transport;
    private final NDArray vector;
    private final NDArray received;
    private final NDArray total;
    private final TorchScript add;
    private final int piece;
    private boolean continued;

    /**
     * @param transport of the vector's device
     * @param vector with a multiple of the ranks' number of entries
     */
    OrderedSum(MpiRanks ranks, VectorTransport transport, NDArray vector) {
        this.ranks = ranks;
        this.transport = transport;
        this.vector = vector;
        if (vector.size() % ranks.size() != 0) {
            throw new IllegalArgumentException(
                    "%d entries for %d ranks".formatted(vector.size(), ranks.size()));
        }
        piece = Math.toIntExact(vector.size() / ranks.size());
        NDManager manager = vector.getManager();
        received = manager.zeros(new Shape(vector.size()));
        total = manager.zeros(new Shape(piece));
        add =
                TorchScript.compile(
                        manager, TorchScript.resource(OrderedSum.class, "sum_in_order.txt"));
    }

    @Override
    public boolean accumulates() {
        return false;
    }

    @Override
    public void passed() {
        ranks.together(
                () -> transport.exchange(DataPointer.of(vector), piece, DataPointer.of(received)));
        add.update(List.of(total, received, (long) ranks.size(), continued ? 1L : 0L));
        continued = true;
    }

    @Override
    public void finish() {
        ranks.together(
                () -> transport.gather(DataPointer.of(total), piece, DataPointer.of(vector)));
        continued = false;
    }

    @Override
    public void close() {
        add.close();
        received.close();
        total.close();
    }
}
