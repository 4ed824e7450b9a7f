package etude.trainer.loop;

import ai.djl.Device;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.CheckpointContent;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.metrics.StepSeries;
import etude.trainer.model.ModelRegistry;
import etude.trainer.optimizer.StepLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** A few real updates without a run directory; keeps every step's loss and norm, and the end. */
final class ShortTraining implements Recorder {
    final List<Float> losses = new ArrayList<>();
    final List<Float> norms = new ArrayList<>();
    private final TrainingState state;
    private final LongConsumer watcher;
    private CheckpointContent last =
            new CheckpointContent(List.of(), List.of(), Map.of(), Map.of());

    private ShortTraining(TrainingState state, LongConsumer watcher) {
        this.state = state;
        this.watcher = watcher;
    }

    static ShortTraining run(String yaml, String... overrides) {
        return watched(yaml, step -> {}, overrides);
    }

    /**
     * @param watcher called after each update with the number of updates done
     */
    static ShortTraining watched(String yaml, LongConsumer watcher, String... overrides) {
        ModelRegistry models = ModelRegistry.load();
        RunConfig config = ConfigLoader.parse(yaml, "short.yaml", List.of(overrides), models);
        Devices.configure(1, config.precision());
        try (Splits splits =
                        Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {});
                Training training =
                        new Training(
                                config,
                                models.find(config.model().name()).orElseThrow(),
                                splits,
                                Durations.resolve(config, splits.train().size()),
                                Device.cpu(),
                                1)) {
            List<ShortTraining> recorder = new ArrayList<>();
            training.run(
                    new LoadedCheckpoint(0, Map.of(), Map.of(), Map.of(), Map.of()),
                    new StepSeries(new float[0], new float[0]),
                    state -> {
                        recorder.add(new ShortTraining(state, watcher));
                        return recorder.get(0);
                    },
                    () -> false);
            return recorder.get(0);
        }
    }

    /** The parameters at the end, as they would be saved. */
    CheckpointContent end() {
        return last;
    }

    @Override
    public void stepped(long step) {
        watcher.accept(step);
    }

    @Override
    public void steps(StepLog.Entries entries) {
        for (int i = 0; i < entries.losses().length; i++) {
            losses.add(entries.losses()[i]);
            norms.add(entries.norms()[i]);
        }
    }

    @Override
    public Map<String, Double> evaluate(long step) {
        return Map.of();
    }

    @Override
    public void measured(long step, Map<String, Double> metrics) {}

    @Override
    public void checkpoint(long step, Map<String, Double> metrics) {
        last = state.save(metrics, Map.of());
    }
}
