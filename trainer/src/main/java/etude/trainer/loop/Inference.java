package etude.trainer.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.HostWriter;
import etude.trainer.evaluation.MetricRegistry;
import etude.trainer.model.Kernels;
import etude.trainer.model.ModelProvider;

/**
 * A trained model on a device, without anything that training needs: neither its data nor the state
 * of an optimizer.
 */
public final class Inference implements AutoCloseable {
    private final NDManager manager;
    private final Network network;
    private final Evaluation evaluation;

    /**
     * Builds the model; {@link #restore} gives it its weights.
     *
     * @param batchSize examples of one pass
     * @param workers threads that read
     */
    public Inference(
            RunConfig config,
            ModelProvider provider,
            Preprocessing preprocessing,
            Device device,
            int batchSize,
            int workers) {
        manager = NDManager.newBaseManager(device, "PyTorch");
        network =
                Network.initialize(
                        manager,
                        provider.build(
                                config.model().settings(),
                                Training.context(config, preprocessing.spec())),
                        preprocessing.spec(),
                        config.seed(),
                        config.precision(),
                        Kernels.of(device, config.kernels().orThis(), config.threads().orAll()));
        evaluation =
                new Evaluation(
                        manager,
                        network,
                        network.parameters().vectors(),
                        preprocessing.spec(),
                        preprocessing.statistics(),
                        preprocessing.scale(),
                        config.precision(),
                        MetricRegistry.load()
                                .of(config.evaluation().metrics(), preprocessing.spec().target()),
                        batchSize,
                        workers);
    }

    /**
     * Puts a checkpoint's parameters in place.
     *
     * @throws etude.datasets.EtudeException when they are of another model
     */
    public void restore(LoadedCheckpoint checkpoint) {
        try (HostWriter writer = new HostWriter(manager)) {
            SavedVectors.restore(
                    network.parameters(), network.parameters().vectors(), checkpoint, writer);
        }
    }

    public Network network() {
        return network;
    }

    public Evaluation evaluation() {
        return evaluation;
    }

    @Override
    public void close() {
        evaluation.close();
        manager.close();
    }
}
