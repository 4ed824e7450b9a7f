package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import etude.datasets.EtudeException;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.checkpoint.TensorView;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatParameters.Slot;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.HostVector;
import etude.trainer.engine.HostWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Flat vectors as a checkpoint has them: one tensor per parameter and running statistic, by name
 * and in its logical shape.
 */
final class SavedVectors {
    private SavedVectors() {}

    /**
     * The tensors of copies.
     *
     * @param weights of all that is trainable
     */
    static List<TensorView> save(FlatParameters layout, HostVector weights, HostVector statistics) {
        List<TensorView> tensors = new ArrayList<>();
        add(layout.trainable(), weights, tensors);
        add(layout.statistics(), statistics, tensors);
        return tensors;
    }

    private static void add(List<Slot> slots, HostVector vector, List<TensorView> tensors) {
        for (Slot slot : slots) {
            tensors.add(
                    new TensorView(
                            slot.name(),
                            slot.shape().getShape(),
                            (from, into) ->
                                    slot.layout().readLogical(vector, slot.offset(), from, into)));
        }
    }

    /**
     * Puts a checkpoint's parameters and running statistics in place.
     *
     * @throws EtudeException when they are of another model
     */
    static void restore(
            FlatParameters layout,
            FlatVectors vectors,
            LoadedCheckpoint checkpoint,
            HostWriter writer) {
        restore(layout.trainable(), vectors.weights(), checkpoint, writer);
        restore(layout.statistics(), vectors.statistics(), checkpoint, writer);
    }

    private static void restore(
            List<Slot> slots, NDArray vector, LoadedCheckpoint checkpoint, HostWriter writer) {
        for (Slot slot : slots) {
            float[] values = find(checkpoint, checkpoint.parameters(), slot.name(), slot.shape());
            writer.write(slot.layout().toStored(values), vector, slot.offset());
        }
    }

    /** Puts those parameters and running statistics in place that are among some tensors. */
    static void replace(
            FlatParameters layout,
            FlatVectors vectors,
            Map<String, NamedTensor> tensors,
            HostWriter writer) {
        replace(layout.trainable(), vectors.weights(), tensors, writer);
        replace(layout.statistics(), vectors.statistics(), tensors, writer);
    }

    private static void replace(
            List<Slot> slots, NDArray vector, Map<String, NamedTensor> tensors, HostWriter writer) {
        for (Slot slot : slots) {
            Optional.ofNullable(tensors.get(slot.name()))
                    .ifPresent(
                            tensor ->
                                    writer.write(
                                            slot.layout().toStored(tensor.data()),
                                            vector,
                                            slot.offset()));
        }
    }

    /** A tensor of the expected shape. */
    static float[] find(
            LoadedCheckpoint checkpoint,
            Map<String, NamedTensor> tensors,
            String name,
            Shape expected) {
        NamedTensor tensor = tensors.get(name);
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
