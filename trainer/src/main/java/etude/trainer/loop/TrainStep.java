package etude.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import etude.datasets.Batch;
import etude.datasets.ExampleSpec;
import etude.datasets.RandomStream;
import etude.datasets.split.Splits;
import etude.trainer.config.GradientClippingConfig;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.DeviceTransfer;
import etude.trainer.engine.DeviceTransfer.Rows;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.Seeds;
import etude.trainer.optimizer.Optimizer;
import etude.trainer.optimizer.StepLog;
import java.util.Map;
import java.util.Optional;

/**
 * One update: to the device, forward, loss, backward, clip and apply. Nothing in it makes the CPU
 * wait for a GPU. With gradient accumulation a batch is cut into equal passes, whose gradients and
 * losses are averaged.
 */
public final class TrainStep implements AutoCloseable {
    private final NDManager manager;
    private final Network network;
    private final DeviceTransfer transfer;
    private final Loss loss;
    private final Optimizer optimizer;
    private final Optional<PolyakAverage> average;
    private final int passes;
    private final long seed;

    /**
     * Builds the loss, the optimizer and the way to the device.
     *
     * @param average what follows the weights, if anything
     * @param log takes each update's loss and gradient norm
     */
    TrainStep(
            NDManager manager,
            Network network,
            RunConfig config,
            Splits splits,
            Optional<PolyakAverage> average,
            StepLog log) {
        this.manager = manager;
        this.network = network;
        this.average = average;
        ExampleSpec spec = splits.train().spec();
        passes = config.gradientAccumulation();
        seed = config.seed();
        loss = new Loss(manager, spec.target(), config.labelSmoothing(), passes);
        transfer =
                new DeviceTransfer(
                        manager,
                        spec,
                        config.batchSize(),
                        splits.statistics().mean(),
                        splits.statistics().deviation(),
                        splits.target(),
                        config.precision());
        FlatParameters parameters = network.parameters();
        optimizer =
                new Optimizer(
                        manager,
                        config.optimizer(),
                        parameters.vectors().weights(),
                        parameters.decayed(),
                        clip(config),
                        log);
    }

    /** The largest permitted gradient norm; infinite without clipping. */
    static double clip(RunConfig config) {
        return config.gradientClipping()
                .map(GradientClippingConfig::norm)
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** See {@link Optimizer#state}. */
    Map<String, NDArray> optimizerState() {
        return optimizer.state();
    }

    /** Performs update {@code step}, counted from 0. */
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
            optimizer.update(weights, gradient, value, step, learningRate);
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
            NDArray share = loss.of(outputs, transfer.targets(batch, rows, scope));
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
