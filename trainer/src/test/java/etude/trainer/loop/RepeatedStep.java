package etude.trainer.loop;

import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;
import etude.datasets.ExampleSpec;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.TestDevice;
import etude.trainer.model.Kernels;
import etude.trainer.model.ModelRegistry;
import etude.trainer.optimizer.StepLog;
import java.util.Optional;
import java.util.function.Function;

/** The update of {@link TrainStep} always on the same batch: no pipeline, no logs. */
public final class RepeatedStep implements AutoCloseable {
    private static final int LOGGED_STEPS = 4096;

    private final RunConfig config;
    private final NDManager manager = TestDevice.manager();
    private final Batch batch;
    private final StepLog log = new StepLog(manager, LOGGED_STEPS, 0);
    private final Network network;
    private final TrainStep update;
    private long step;

    private RepeatedStep(
            RunConfig config,
            Splits splits,
            Function<TrainStep.Context, ? extends TrainStep> kind) {
        this.config = config;
        ExampleSpec spec = splits.train().spec();
        batch = new Batch(spec, config.batchSize());
        batch.begin(0, config.batchSize(), false);
        for (int row = 0; row < config.batchSize(); row++) {
            splits.train().read(row, batch, row);
        }
        network =
                Network.initialize(
                        manager,
                        Training.block(
                                config,
                                ModelRegistry.load().require(config.model().name()),
                                Training.context(config, spec)),
                        spec,
                        config.seed(),
                        config.precision(),
                        Kernels.of(
                                manager.getDevice(),
                                config.kernels().orThis(),
                                config.threads().orAll()));
        update =
                kind.apply(
                        new TrainStep.Context(
                                manager,
                                network,
                                config,
                                splits,
                                Objective.of(config, splits),
                                Optional.empty(),
                                log));
    }

    /** Reads the first batch of a config's data set and builds its model. */
    public static RepeatedStep of(RunConfig config) {
        return of(config, TrainStep::of);
    }

    /** With a step of one kind. */
    static RepeatedStep of(
            RunConfig config, Function<TrainStep.Context, ? extends TrainStep> kind) {
        try (Splits splits =
                Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {})) {
            RunConfig fixed =
                    Training.withFixedThreads(
                            config,
                            ModelRegistry.load().require(config.model().name()),
                            splits.train().spec(),
                            TestDevice.device());
            Devices.useThreads(fixed.threads().orAll());
            return new RepeatedStep(fixed, splits, kind);
        }
    }

    /** One more update. */
    public void run() {
        update.run(batch, step, config.optimizer().learningRate());
        step++;
        if (log.full()) {
            log.read();
        }
    }

    /** Blends each image with the one before it from now on, as far as the loss is concerned. */
    void mix() {
        int size = config.batchSize();
        batch.begin(0, size, true);
        for (int row = 0; row < size; row++) {
            batch.mixedLabels()[row] = batch.labels()[(row + size - 1) % size];
            batch.mixWeights()[row] = (float) row / size;
        }
    }

    /** What was logged since the last call. */
    StepLog.Entries logged() {
        return log.read();
    }

    FlatVectors vectors() {
        return network.parameters().vectors();
    }

    @Override
    public void close() {
        update.close();
        manager.close();
    }
}
