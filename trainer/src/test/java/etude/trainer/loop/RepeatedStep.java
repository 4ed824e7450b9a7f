package etude.trainer.loop;

import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;
import etude.datasets.ExampleSpec;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.TestDevice;
import etude.trainer.model.Kernels;
import etude.trainer.model.ModelRegistry;
import etude.trainer.optimizer.StepLog;
import java.util.Optional;

/** The update of {@link TrainStep} always on the same batch: no pipeline, no logs. */
public final class RepeatedStep implements AutoCloseable {
    private static final int LOGGED_STEPS = 4096;

    private final RunConfig config;
    private final NDManager manager = TestDevice.manager();
    private final Batch batch;
    private final StepLog log = new StepLog(manager, LOGGED_STEPS, 0);
    private final TrainStep update;
    private long step;

    private RepeatedStep(RunConfig config, Splits splits) {
        this.config = config;
        ExampleSpec spec = splits.train().spec();
        batch = new Batch(spec, config.batchSize());
        batch.begin(0, config.batchSize(), false);
        for (int row = 0; row < config.batchSize(); row++) {
            splits.train().read(row, batch, row);
        }
        Network network =
                Network.initialize(
                        manager,
                        ModelRegistry.load()
                                .find(config.model().name())
                                .orElseThrow()
                                .build(config.model().settings(), Training.context(config, spec)),
                        spec,
                        config.seed(),
                        config.precision(),
                        Kernels.of(
                                manager.getDevice(),
                                config.kernels().orThis(),
                                config.threads().orAll()));
        update = new TrainStep(manager, network, config, splits, Optional.empty(), log);
    }

    /** Reads the first batch of a config's data set and builds its model. */
    public static RepeatedStep of(RunConfig config) {
        try (Splits splits =
                Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {})) {
            return new RepeatedStep(config, splits);
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

    @Override
    public void close() {
        update.close();
        manager.close();
    }
}
