package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import etude.datasets.EtudeException;
import etude.trainer.checkpoint.CheckpointContent;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.checkpoint.TensorView;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatParameters.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Moves the state of training between the device and checkpoints. {@code parameters.safetensors}
 * has one tensor per parameter and running statistic, by name and in its logical shape; {@code
 * state.safetensors} has the optimizer's vectors in the order of the flat parameter vector.
 */
public final class TrainingState {
    private static final String OPTIMIZER = "optimizer.";

    private final FlatParameters parameters;
    private final Map<String, NDArray> optimizerState;

    public TrainingState(FlatParameters parameters, Map<String, NDArray> optimizerState) {
        this.parameters = parameters;
        this.optimizerState = optimizerState;
    }

    /** Copies everything to the CPU, which waits for the device here. */
    public CheckpointContent save(Map<String, Double> metrics, Map<String, String> facts) {
        List<TensorView> tensors = new ArrayList<>();
        float[] weights = parameters.weights().toFloatArray();
        float[] statistics = parameters.statistics().toFloatArray();
        for (int i = 0; i < parameters.slots().size(); i++) {
            Slot slot = parameters.slots().get(i);
            float[] vector = i < parameters.trainableSlots() ? weights : statistics;
            float[] values = slot.layout().toLogical(vector, Math.toIntExact(slot.offset()));
            tensors.add(new TensorView(slot.name(), slot.shape().getShape(), values, 0));
        }
        List<TensorView> state = new ArrayList<>();
        optimizerState.forEach(
                (name, vector) ->
                        state.add(
                                new TensorView(
                                        OPTIMIZER + name,
                                        new long[] {vector.size()},
                                        vector.toFloatArray(),
                                        0)));
        return new CheckpointContent(tensors, state, metrics, facts);
    }

    /**
     * Puts a checkpoint's parameters and optimizer state in place.
     *
     * @throws EtudeException when they are of another model or optimizer
     */
    public void restore(LoadedCheckpoint checkpoint) {
        restoreParameters(parameters, checkpoint);
        optimizerState.forEach(
                (name, vector) ->
                        vector.set(
                                find(
                                        checkpoint,
                                        checkpoint.state()::get,
                                        OPTIMIZER + name,
                                        vector.getShape())));
    }

    /** Puts only the parameters and running statistics in place, for evaluation. */
    public static void restoreParameters(FlatParameters parameters, LoadedCheckpoint checkpoint) {
        float[] weights = new float[Math.toIntExact(parameters.weights().size())];
        float[] statistics = new float[Math.toIntExact(parameters.statistics().size())];
        for (int i = 0; i < parameters.slots().size(); i++) {
            Slot slot = parameters.slots().get(i);
            float[] values =
                    find(checkpoint, checkpoint.parameters()::get, slot.name(), slot.shape());
            float[] vector = i < parameters.trainableSlots() ? weights : statistics;
            slot.layout().toStored(values, vector, Math.toIntExact(slot.offset()));
        }
        parameters.weights().set(weights);
        if (statistics.length > 0) {
            parameters.statistics().set(statistics);
        }
    }

    private static float[] find(
            LoadedCheckpoint checkpoint,
            Function<String, NamedTensor> tensors,
            String name,
            Shape expected) {
        NamedTensor tensor = tensors.apply(name);
        if (tensor == null || !new Shape(tensor.shape()).equals(expected)) {
            throw new EtudeException(
                    "checkpoint of step %d: expected tensor %s of shape %s, found %s; it is of another model or optimizer"
                            .formatted(
                                    checkpoint.step(),
                                    name,
                                    expected,
                                    tensor == null
                                            ? "none"
                                            : new Shape(tensor.shape()).toString()));
        }
        return tensor.data();
    }
}
