package etude.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import etude.datasets.Batch;
import etude.datasets.RandomStream;
import etude.trainer.engine.DeviceTransfer;
import etude.trainer.engine.DeviceTransfer.Rows;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.Seeds;
import etude.trainer.optimizer.VectorOptimizer;
import java.util.Map;
import java.util.Optional;

/**
 * An update of a model, a loss or an optimizer without a script: forward and backward through DJL.
 */
final class BlockwiseStep extends TrainStep {
    private final NDManager manager;
    private final Network network;
    private final DeviceTransfer transfer;
    private final BatchLoss loss;
    private final VectorOptimizer optimizer;
    private final Optional<PolyakAverage> average;
    private final int passes;
    private final long seed;

    BlockwiseStep(Context context) {
        manager = context.manager();
        network = context.network();
        average = context.average();
        passes = context.config().gradientAccumulation();
        seed = context.config().seed();
        loss = BatchLoss.of(manager, context.lossTexts());
        transfer = context.transfer();
        optimizer =
                VectorOptimizer.of(
                        manager,
                        context.config().optimizer(),
                        network.parameters().vectors().weights(),
                        network.parameters().segments(context.groups()::of),
                        clip(context.config()),
                        context.log());
    }

    @Override
    Map<String, NDArray> optimizerState() {
        return optimizer.state();
    }

    @Override
    void run(Batch batch, long step, double learningRate) {
        Seeds.engine(seed, RandomStream.DROPOUT, step);
        NDArray weights = network.parameters().vectors().weights();
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            // A fresh leaf on the same memory: its gradient starts empty, so nothing has to be
            // zeroed, and each pass adds to it.
            NDArray leaf = weights.stopGradient();
            leaf.attach(scope);
            leaf.setRequiresGradient(true);
            NDArray value = pass(batch, 0, leaf, collector, scope);
            for (int i = 1; i < passes; i++) {
                value = value.add(pass(batch, i, leaf, collector, scope));
            }
            NDArray gradient = leaf.getGradient();
            gradient.attach(scope);
            optimizer.update(gradient, value, step, learningRate);
        }
        average.ifPresent(running -> running.update(step));
    }

    /**
     * Adds this pass's share of the batch's gradient to the leaf; returns its share of the loss.
     */
    private NDArray pass(
            Batch batch, int number, NDArray leaf, GradientCollector collector, NDManager owner) {
        int size = batch.size() / passes;
        Rows rows = new Rows(number * size, size);
        NDArray statistics = network.parameters().vectors().statistics();
        try (NDManager scope = owner.newSubManager()) {
            NDArray features = transfer.features(batch, rows, scope);
            NDArray outputs = network.forward(new FlatVectors(leaf, statistics), features, true);
            NDArray share = loss.of(outputs, transfer.targets(batch, rows, scope), batch);
            collector.backward(share);
            NDArray result = share.stopGradient();
            result.attach(owner);
            return result;
        }
    }

    @Override
    public void close() {
        transfer.close();
        loss.close();
        optimizer.close();
    }
}
