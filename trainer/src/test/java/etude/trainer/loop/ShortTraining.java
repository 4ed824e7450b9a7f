package etude.trainer.loop;

import etude.datasets.ExampleSpec;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.CheckpointContent;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.TensorView;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.engine.TestDevice;
import etude.trainer.metrics.StepSeries;
import etude.trainer.model.ModelRegistry;
import etude.trainer.optimizer.StepLog;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** A few real updates without a run directory; keeps every step's loss and norm, and the end. */
final class ShortTraining implements Recorder {
    final List<Float> losses = new ArrayList<>();
    final List<Float> norms = new ArrayList<>();
    private final LongConsumer watcher;
    private CheckpointContent last =
            new CheckpointContent(List.of(), List.of(), Map.of(), Map.of());

    private ShortTraining(LongConsumer watcher) {
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
        RunConfig config = ConfigLoader.parse(yaml, "short.yaml", overrides(overrides), models);
        Devices.configure(1, config.precision(), config.deterministic());
        try (Splits splits =
                        Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {});
                Training training =
                        new Training(
                                config,
                                models.find(config.model().name()).orElseThrow(),
                                splits,
                                Durations.resolve(config, splits.train().size()),
                                TestDevice.device(),
                                1)) {
            ShortTraining recorder = new ShortTraining(watcher);
            training.run(LoadedCheckpoint.none(), StepSeries.none(), recorder, () -> false);
            return recorder;
        }
    }

    /** Nothing is evaluated, whatever the config says: only the updates count here. */
    private static List<String> overrides(String... further) {
        List<String> overrides = new ArrayList<>(List.of(further));
        overrides.add("evaluation.train_examples=0");
        overrides.add("evaluation.validation_examples=0");
        overrides.add("evaluation.predictions=0");
        return overrides;
    }

    /** The parameters at the end, as they would be saved. */
    CheckpointContent end() {
        return last;
    }

    /** The elements of a tensor, in row-major order. */
    static float[] values(TensorView tensor) {
        FloatBuffer values = FloatBuffer.allocate(tensor.size());
        tensor.elements().read(0, values);
        return values.array();
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
    public void evaluated(long step, String split, EvaluationResult result) {}

    @Override
    public void predicted(long step, ExampleSpec spec, List<Predicted> predictions) {}

    @Override
    public void measured(long step, Map<String, Double> metrics) {}

    @Override
    public void checkpoint(long step, Map<String, Double> metrics, TrainingState state) {
        last = state.save(metrics, Map.of());
    }
}
