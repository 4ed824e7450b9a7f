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
    private final Optional<BlockwisePasses> passes;
    private final long seed;

    BlockwiseStep(Context context) {
        manager = context.manager();
        network = context.network();
        average = context.average();
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
        passes =
                context.passes() == 1
                        ? Optional.empty()
                        : Optional.of(new BlockwisePasses(context));
    }

    @Override
    Map<String, NDArray> optimizerState() {
        return optimizer.state();
    }

    @Override
    void run(Batch batch, long step, double learningRate) {
        try (NDManager scope = manager.newSubManager()) {
            Share whole =
                    passes.map(
                                    several ->
                                            several.run(
                                                    step,
                                                    scope,
                                                    (rows, owner) -> share(batch, rows, owner),
                                                    batch.size()))
                            .orElseGet(() -> inOne(batch, step, scope));
            optimizer.update(whole.gradient(), whole.loss(), step, learningRate);
        }
        average.ifPresent(running -> running.update(step));
    }

    private Share inOne(Batch batch, long step, NDManager scope) {
        Seeds.engine(seed, RandomStream.DROPOUT, step);
        return share(batch, Rows.all(batch), scope);
    }

    /**
     * Gradient and loss of a batch, or the share that some rows have in them.
     *
     * @param gradient flat, of all weights
     * @param loss scalar
     */
    record Share(NDArray gradient, NDArray loss) {}

    /**
     * Of some rows.
     *
     * @param owner of the result
     */
    private Share share(Batch batch, Rows rows, NDManager owner) {
        FlatVectors vectors = network.parameters().vectors();
        try (NDManager scope = owner.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            // A fresh leaf on the same memory: its gradient starts empty, so nothing has to be
            // zeroed.
            NDArray leaf = vectors.weights().stopGradient();
            leaf.attach(scope);
            leaf.setRequiresGradient(true);
            NDArray features = transfer.features(batch, rows, scope);
            NDArray outputs =
                    network.forward(new FlatVectors(leaf, vectors.statistics()), features, true);
            NDArray share = loss.of(outputs, transfer.targets(batch, rows, scope), batch);
            collector.backward(share);
            NDArray result = share.stopGradient();
            result.attach(owner);
            NDArray gradient = leaf.getGradient();
            gradient.attach(owner);
            return new Share(gradient, result);
        }
    }

    @Override
    public void close() {
        passes.ifPresent(BlockwisePasses::close);
        transfer.close();
        loss.close();
        optimizer.close();
    }
}
