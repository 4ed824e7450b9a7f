package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import etude.datasets.EtudeException;
import etude.trainer.checkpoint.CheckpointContent;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.TensorView;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.HostVector;
import etude.trainer.engine.HostWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves the state of training between the device and checkpoints. {@code parameters.safetensors}
 * has what is evaluated, one tensor per parameter and running statistic; {@code state.safetensors}
 * has what the next update needs besides, as vectors in the order of the flat parameter vector: the
 * optimizer's, and with Polyak averaging also the weights and statistics in training.
 */
public final class TrainingState {
    private final FlatParameters parameters;
    private final FlatVectors evaluated;
    private final Map<String, NDArray> vectors = new LinkedHashMap<>();
    private final Map<String, HostVector> copies = new HashMap<>();

    /**
     * @param parameters in training
     * @param averaged their average, where that is what gets evaluated
     * @param optimizerState by name
     */
    public TrainingState(
            FlatParameters parameters,
            Optional<FlatVectors> averaged,
            Map<String, NDArray> optimizerState) {
        this.parameters = parameters;
        FlatVectors trained = parameters.vectors();
        evaluated = averaged.orElse(trained);
        optimizerState.forEach((name, vector) -> vectors.put("optimizer." + name, vector));
        if (averaged.isPresent()) {
            vectors.put("training.weights", trained.weights());
            if (trained.statistics().size() > 0) {
                vectors.put("training.statistics", trained.statistics());
            }
        }
    }

    /**
     * Copies everything to the CPU, which waits for the device here.
     *
     * @return what reads these copies: to be written before the next call, which overwrites them
     */
    public CheckpointContent save(Map<String, Double> metrics, Map<String, String> facts) {
        List<TensorView> state = new ArrayList<>();
        vectors.forEach((name, vector) -> state.add(saved(name, vector)));
        List<TensorView> saved =
                SavedVectors.save(
                        parameters,
                        copy("evaluated.weights", evaluated.weights()),
                        copy("evaluated.statistics", evaluated.statistics()));
        return new CheckpointContent(saved, state, metrics, facts);
    }

    private TensorView saved(String name, NDArray vector) {
        return new TensorView(name, new long[] {vector.size()}, copy(name, vector)::read);
    }

    private HostVector copy(String name, NDArray vector) {
        return copies.computeIfAbsent(
                        name, first -> new HostVector(vector.getManager(), vector.size()))
                .copy(vector);
    }

    /** Takes over all that rank 0 has. */
    void share(Ranks ranks) {
        ranks.broadcast(evaluated.weights());
        ranks.broadcast(evaluated.statistics());
        vectors.values().forEach(ranks::broadcast);
    }

    /**
     * Puts a checkpoint's parameters and state in place.
     *
     * @throws EtudeException when they are of another model or optimizer
     */
    public void restore(LoadedCheckpoint checkpoint) {
        NDManager manager = parameters.vectors().weights().getManager();
        try (HostWriter writer = new HostWriter(manager)) {
            SavedVectors.restore(parameters, evaluated, checkpoint, writer);
            vectors.forEach(
                    (name, vector) ->
                            writer.write(
                                    SavedVectors.find(
                                            checkpoint,
                                            checkpoint.state(),
                                            name,
                                            vector.getShape()),
                                    vector,
                                    0));
        }
    }
}
