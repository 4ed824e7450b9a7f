package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import etude.trainer.engine.DeviceTransfer.Rows;
import etude.trainer.engine.TorchScript;
import etude.trainer.loop.BlockwiseStep.Share;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The passes of an update through DJL, whose shares are added up in one vector: the gradient, what
 * batch norm's running statistics move by, and the loss.
 */
final class BlockwisePasses implements AutoCloseable {
    private final Passes passes;
    private final NDArray running;
    private final NDArray start;
    private final long weights;
    private final int own;
    private final int count;
    private final TorchScript take;
    private final TorchScript copy;
    private final TorchScript move;

    BlockwisePasses(TrainStep.Context context) {
        NDManager manager = context.manager();
        weights = context.network().parameters().vectors().weights().size();
        running = context.network().parameters().vectors().statistics();
        start = manager.zeros(new Shape(running.size()));
        own = context.ownPasses();
        count = context.passes();
        passes = new Passes(context, weights, weights + running.size() + 1);
        take = kernel(manager, "take_share.txt");
        copy = kernel(manager, "copy.txt");
        move = kernel(manager, "move_statistics.txt");
    }

    private static TorchScript kernel(NDManager manager, String name) {
        return TorchScript.compile(manager, TorchScript.resource(BlockwisePasses.class, name));
    }

    /**
     * Gradient and loss of the whole batch.
     *
     * @param scope owner of the result
     * @param pass the share of some rows of this rank's part
     * @param rows of that part
     */
    Share run(long step, NDManager scope, BiFunction<Rows, NDManager, Share> pass, int rows) {
        int each = rows / own;
        passes.run(
                step,
                (number, adds) -> {
                    beginStatistics(number == 0);
                    try (NDManager inner = scope.newSubManager()) {
                        Share share = pass.apply(new Rows(number * each, each), inner);
                        take.update(
                                List.of(
                                        passes.vector(),
                                        share.gradient(),
                                        running,
                                        start,
                                        share.loss(),
                                        adds ? 1L : 0L));
                    }
                });
        if (running.size() > 0) {
            move.update(List.of(running, start, passes.vector(), weights, (long) count));
        }
        long loss = weights + running.size();
        NDList parts = passes.vector().split(new long[] {weights, loss, loss + 1}, 0);
        parts.attach(scope);
        NDArray value = parts.get(2).reshape(new Shape());
        value.attach(scope);
        return new Share(parts.get(0), value);
    }

    /** Each pass begins with the statistics that the step began with. */
    private void beginStatistics(boolean first) {
        if (running.size() > 0) {
            copy.update(first ? List.of(start, running) : List.of(running, start));
        }
    }

    @Override
    public void close() {
        passes.close();
        start.close();
        take.close();
        copy.close();
        move.close();
    }
}
