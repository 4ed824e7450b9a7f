package etude.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import etude.datasets.Batch;
import etude.datasets.RandomStream;
import etude.trainer.engine.DeviceTransfer;
import etude.trainer.engine.Seeds;
import etude.trainer.optimizer.Optimizer;

/**
 * One update: to the device, forward, loss, backward, clip and apply. Nothing in it makes the CPU
 * wait for a GPU.
 */
public final class TrainStep {
    private final NDManager manager;
    private final Network network;
    private final DeviceTransfer transfer;
    private final Loss loss;
    private final Optimizer optimizer;
    private final long seed;

    TrainStep(
            NDManager manager,
            Network network,
            DeviceTransfer transfer,
            Loss loss,
            Optimizer optimizer,
            long seed) {
        this.manager = manager;
        this.network = network;
        this.transfer = transfer;
        this.loss = loss;
        this.optimizer = optimizer;
        this.seed = seed;
    }

    /** Performs update {@code step}, counted from 0. */
    void run(Batch batch, long step, double learningRate) {
        Seeds.engine(seed, RandomStream.DROPOUT, step);
        NDArray weights = network.parameters().weights();
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            // A fresh leaf on the same memory: its gradient starts empty, so nothing has to be
            // zeroed.
            NDArray leaf = weights.stopGradient();
            leaf.attach(scope);
            leaf.setRequiresGradient(true);
            NDArray outputs =
                    network.forward(
                            network.parameters().views(leaf, scope),
                            transfer.features(batch, scope),
                            true);
            NDArray value = loss.of(outputs, transfer.targets(batch, scope));
            collector.backward(value);
            NDArray gradient = leaf.getGradient();
            gradient.attach(scope);
            optimizer.update(weights, gradient, value, step, learningRate);
        }
    }
}
