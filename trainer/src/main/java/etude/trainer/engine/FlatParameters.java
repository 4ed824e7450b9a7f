package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All trainable weights of a model in one float32 vector, and its running statistics in a second
 * one. Each forward pass sees views of them, so that backward leaves one flat gradient and
 * clipping, updates, averages and checkpoints are a few kernels on one vector, whatever the model.
 *
 * <p>Order: weights that weight decay applies to, then biases and norm scales, each in the order of
 * the block. Weights of convolutions are stored (out, height, width, in) and viewed (out, in,
 * height, width), which is channels-last.
 */
public final class FlatParameters {
    private final NDArray weights; // (weights) float32
    private final NDArray statistics; // (statistics) float32
    private final List<Slot> slots;
    private final int trainableSlots;
    private final long decayed;

    private FlatParameters(
            NDArray weights,
            NDArray statistics,
            List<Slot> slots,
            int trainableSlots,
            long decayed) {
        this.weights = weights;
        this.statistics = statistics;
        this.slots = slots;
        this.trainableSlots = trainableSlots;
        this.decayed = decayed;
    }

    /**
     * Takes over the parameters of an initialised block, which afterwards runs only with {@link
     * #views}.
     *
     * @param manager owner of the vectors, and their device
     */
    public static FlatParameters takeOver(Block block, NDManager manager) {
        List<Pair<String, Parameter>> decayed = new ArrayList<>();
        List<Pair<String, Parameter>> spared = new ArrayList<>();
        List<Pair<String, Parameter>> running = new ArrayList<>();
        for (Pair<String, Parameter> entry : block.getParameters()) {
            switch (entry.getValue().getType()) {
                case RUNNING_MEAN, RUNNING_VAR -> running.add(entry);
                case BIAS, GAMMA, BETA -> spared.add(entry);
                default -> decayed.add(entry);
            }
        }
        List<Slot> slots = new ArrayList<>();
        long decayedSize = place(decayed, 0, slots);
        long weightsSize = place(spared, decayedSize, slots);
        int trainable = slots.size();
        long statisticsSize = place(running, 0, slots);
        NDArray weights = gather(manager, slots.subList(0, trainable), weightsSize);
        NDArray statistics =
                gather(manager, slots.subList(trainable, slots.size()), statisticsSize);
        slots.forEach(slot -> slot.parameter().getArray().close());
        return new FlatParameters(weights, statistics, List.copyOf(slots), trainable, decayedSize);
    }

    private static long place(
            List<Pair<String, Parameter>> entries, long offset, List<Slot> slots) {
        long next = offset;
        for (Pair<String, Parameter> entry : entries) {
            Shape shape = entry.getValue().getArray().getShape();
            slots.add(new Slot(entry.getKey(), entry.getValue(), shape, next));
            next += shape.size();
        }
        return next;
    }

    private static NDArray gather(NDManager manager, List<Slot> slots, long size) {
        float[] values = new float[Math.toIntExact(size)];
        for (Slot slot : slots) {
            slot.layout()
                    .toStored(
                            slot.parameter().getArray().toFloatArray(),
                            values,
                            Math.toIntExact(slot.offset()));
        }
        return manager.create(values, new Shape(size));
    }

    /**
     * The flat vector of all trainable weights, shape (n), float32; written in place by the
     * optimizer.
     */
    public NDArray weights() {
        return weights;
    }

    /**
     * The flat vector of running statistics, shape (m), float32; written in place by batch norm.
     */
    public NDArray statistics() {
        return statistics;
    }

    /** Length of the prefix of {@link #weights} that weight decay applies to. */
    public long decayed() {
        return decayed;
    }

    /** Trainable weights, then running statistics. */
    public List<Slot> slots() {
        return slots;
    }

    /** How many of {@link #slots} are trainable. */
    public int trainableSlots() {
        return trainableSlots;
    }

    /**
     * The parameters as one pass sees them.
     *
     * @param leaf a vector like {@link #weights}: the autograd leaf of a training step, or the
     *     weights themselves
     * @param manager owner of the views
     */
    public ParameterStore views(NDArray leaf, NDManager manager) {
        IdentityHashMap<Parameter, NDArray> views = new IdentityHashMap<>();
        view(leaf, slots.subList(0, trainableSlots), manager, views);
        view(statistics, slots.subList(trainableSlots, slots.size()), manager, views);
        return new ViewStore(manager, views);
    }

    private static void view(
            NDArray vector,
            List<Slot> slots,
            NDManager manager,
            IdentityHashMap<Parameter, NDArray> views) {
        if (slots.isEmpty()) {
            return;
        }
        long[] cuts = slots.stream().skip(1).mapToLong(slot -> slot.offset()).toArray();
        // The gradient of one split is one concatenation; that of many slices would be many
        // additions.
        NDList pieces =
                cuts.length == 0
                        ? new NDList(vector.reshape(vector.getShape()))
                        : vector.split(cuts, 0);
        pieces.attach(manager);
        for (int i = 0; i < pieces.size(); i++) {
            NDArray view = slots.get(i).layout().view(pieces.get(i));
            view.attach(manager);
            views.put(slots.get(i).parameter(), view);
        }
    }

    /** One parameter's place in its vector. */
    public record Slot(String name, Parameter parameter, Shape shape, long offset) {
        /** How it is stored. */
        public WeightLayout layout() {
            return new WeightLayout(shape.getShape());
        }
    }

    private static final class ViewStore extends ParameterStore {
        private final IdentityHashMap<Parameter, NDArray> views;

        ViewStore(NDManager manager, IdentityHashMap<Parameter, NDArray> views) {
            super(manager, false);
            this.views = views;
        }

        /** Layers ask for an absent bias with null, and expect null. */
        @Override
        public @Nullable NDArray getValue(
                @Nullable Parameter parameter, Device device, boolean training) {
            if (parameter == null) {
                return null;
            }
            NDArray view = views.get(parameter);
            if (view == null) {
                throw new IllegalStateException(
                        "parameter %s has no place in the flat vector"
                                .formatted(parameter.getName()));
            }
            return view;
        }
    }
}
