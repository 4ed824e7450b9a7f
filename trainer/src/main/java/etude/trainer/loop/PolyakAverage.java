package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.TorchScript;
import java.util.List;

/**
 * A running average of the weights over updates (Polyak and Juditsky 1992), which is what gets
 * evaluated and saved: {@code average = d * average + (1 - d) * weights} after each update, with
 * {@code d = min(decay, (1 + t) / (10 + t))} after t earlier updates, so that the initial weights
 * do not linger. Batch norm's running statistics are averaged with them, in the same way.
 */
final class PolyakAverage implements AutoCloseable {
    private final FlatVectors trained;
    private final FlatVectors averaged;
    private final double decay;
    private final TorchScript kernel;

    PolyakAverage(NDManager manager, FlatVectors trained, double decay) {
        this.trained = trained;
        this.decay = decay;
        averaged = trained.copy(manager);
        kernel =
                TorchScript.compile(
                        manager, TorchScript.resource(PolyakAverage.class, "polyak.txt"));
    }

    FlatVectors averaged() {
        return averaged;
    }

    /** Takes in the weights after update {@code step}, counted from 0. */
    void update(long step) {
        double share = 1 - Math.min(decay, (1.0 + step) / (10.0 + step));
        mix(averaged.weights(), trained.weights(), share);
        if (averaged.statistics().size() > 0) {
            mix(averaged.statistics(), trained.statistics(), share);
        }
    }

    private void mix(NDArray average, NDArray present, double share) {
        kernel.update(List.of(average, present, share));
    }

    @Override
    public void close() {
        kernel.close();
    }
}
