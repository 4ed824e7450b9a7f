package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All trainable weights of a model in one float32 vector, and its running statistics in a second
 * one. Each forward pass sees views of them, so that backward leaves one flat gradient and
 * clipping, updates, averages and checkpoints are a few kernels on one vector, whatever the model.
 *
 * <p>Order: weights that weight decay applies to, then biases, then norm scales and shifts, each in
 * the order of the block. In bfloat16 a pass sees the first two parts cast, and the norms' in
 * float32. Weights of convolutions are stored (out, height, width, in) and viewed (out, in, height,
 * width), which is channels-last.
 */
public final class FlatParameters {
    private final FlatVectors vectors;
    private final Order order;
    private final Optional<TorchScript> cast;

    private FlatParameters(FlatVectors vectors, Order order, Optional<TorchScript> cast) {
        this.vectors = vectors;
        this.order = order;
        this.cast = cast;
    }

    /** The parts of the vectors, one after the other. */
    private record Order(
            List<Slot> decayed, List<Slot> biases, List<Slot> norms, List<Slot> statistics) {
        static Order of(Block block) {
            Order order =
                    new Order(
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>());
            for (Pair<String, Parameter> entry : block.getParameters()) {
                order.part(entry.getValue().getType())
                        .add(new Slot(entry.getKey(), entry.getValue(), 0));
            }
            long biases = place(order.decayed, 0);
            long norms = place(order.biases, biases);
            place(order.norms, norms);
            place(order.statistics, 0);
            return order;
        }

        private List<Slot> part(Parameter.Type type) {
            return switch (type) {
                case RUNNING_MEAN, RUNNING_VAR -> statistics;
                case GAMMA, BETA -> norms;
                case BIAS -> biases;
                default -> decayed;
            };
        }

        private static long place(List<Slot> part, long offset) {
            long next = offset;
            for (int i = 0; i < part.size(); i++) {
                Slot slot = part.get(i);
                part.set(i, new Slot(slot.name(), slot.parameter(), next));
                next += slot.shape().size();
            }
            return next;
        }

        /** What a pass computes with in its own precision. */
        List<Slot> computed() {
            return Stream.of(decayed, biases).flatMap(List::stream).toList();
        }

        List<Slot> trainable() {
            return Stream.of(decayed, biases, norms).flatMap(List::stream).toList();
        }
    }

    /**
     * Initialises a block, with values that are drawn on the CPU and copied to the device once, and
     * takes over its parameters.
     *
     * @param manager owner of what the block and the vectors hold, and their device
     * @param input the shape of the block's input
     */
    public static FlatParameters initialize(
            Block block, NDManager manager, Precision precision, Shape input) {
        try (NDManager host = manager.newSubManager(Device.cpu())) {
            DeferredInitializer initializer = new DeferredInitializer(host);
            initializer.use(block);
            block.initialize(manager, DataType.FLOAT32, input);
            return takeOver(block, manager, precision, initializer);
        }
    }

    /**
     * Takes over the parameters of an initialised block, which afterwards runs only with {@link
     * #views}.
     *
     * @param manager owner of the vectors, and their device
     */
    public static FlatParameters takeOver(Block block, NDManager manager, Precision precision) {
        return takeOver(block, manager, precision, new DeferredInitializer(manager));
    }

    private static FlatParameters takeOver(
            Block block, NDManager manager, Precision precision, DeferredInitializer initializer) {
        Order order = Order.of(block);
        FlatVectors vectors =
                new FlatVectors(
                        manager.create(new Shape(size(order.trainable()))),
                        manager.create(new Shape(size(order.statistics()))));
        fill(vectors, order, initializer);
        return new FlatParameters(
                vectors,
                order,
                precision == Precision.BFLOAT16
                        ? Optional.of(TorchScript.cast(manager, precision))
                        : Optional.empty());
    }

    /** One parameter after the other, so that nothing else is there twice. */
    private static void fill(FlatVectors vectors, Order order, DeferredInitializer initializer) {
        IdentityHashMap<Parameter, Consumer<NDArray>> places = new IdentityHashMap<>();
        try (TorchScript kernel =
                TorchScript.compile(
                        vectors.weights().getManager(),
                        TorchScript.resource(FlatParameters.class, "take_over.txt"))) {
            for (Slot slot : order.trainable()) {
                places.put(
                        slot.parameter(),
                        values -> kernel.update(List.of(vectors.weights(), values, slot.offset())));
            }
            for (Slot slot : order.statistics()) {
                places.put(
                        slot.parameter(),
                        values ->
                                kernel.update(
                                        List.of(vectors.statistics(), values, slot.offset())));
            }
            initializer.draw(
                    (parameter, values) ->
                            Objects.requireNonNull(places.get(parameter)).accept(values));
            places.forEach(
                    (parameter, place) -> {
                        if (!initializer.isFor(parameter)) {
                            place.accept(parameter.getArray());
                        }
                        parameter.getArray().close();
                    });
        }
    }

    private static long size(List<Slot> slots) {
        return slots.stream().mapToLong(slot -> slot.shape().size()).sum();
    }

    /** The vectors being trained: the optimizer and batch norm write to them in place. */
    public FlatVectors vectors() {
        return vectors;
    }

    /**
     * The longest parts of the vector that are updated in one way each.
     *
     * @param treatments what is done with each parameter that is trained
     */
    public List<Segment> segments(Function<Slot, Treatment> treatments) {
        List<Segment> segments = new ArrayList<>();
        addSegments(order.decayed(), treatments, segments);
        addSegments(
                Stream.of(order.biases(), order.norms()).flatMap(List::stream).toList(),
                treatments,
                segments);
        return segments;
    }

    private static void addSegments(
            List<Slot> kind, Function<Slot, Treatment> treatments, List<Segment> into) {
        int first = into.size();
        for (Slot slot : kind) {
            if (slot.frozen()) {
                continue;
            }
            Segment next = new Segment(slot.offset(), slot.size(), treatments.apply(slot));
            Segment last = into.size() > first ? into.get(into.size() - 1) : next;
            boolean adjoins = last.offset() + last.size() == next.offset();
            if (adjoins && last.treatment().equals(next.treatment())) {
                long size = last.size() + next.size();
                into.set(into.size() - 1, new Segment(last.offset(), size, last.treatment()));
            } else {
                into.add(next);
            }
        }
    }

    /** Places in the vector of trainable weights. */
    public List<Slot> trainable() {
        return order.trainable();
    }

    /** Places in the vector of running statistics. */
    public List<Slot> statistics() {
        return List.copyOf(order.statistics());
    }

    /**
     * The parameters as one pass sees them.
     *
     * @param of vectors in this layout; their weights may be the autograd leaf of a training step
     * @param manager owner of the views
     */
    public ParameterStore views(FlatVectors of, NDManager manager) {
        IdentityHashMap<Parameter, NDArray> views = new IdentityHashMap<>();
        if (cast.isPresent() && !order.norms().isEmpty()) {
            long norms = order.norms().get(0).offset();
            NDList parts = of.weights().split(new long[] {norms}, 0);
            parts.attach(manager);
            view(cast(cast.get(), parts.get(0)), order.computed(), 0, manager, views);
            view(parts.get(1), order.norms(), norms, manager, views);
        } else {
            NDArray computed = of.weights();
            if (cast.isPresent()) {
                computed = cast(cast.get(), of.weights());
                computed.attach(manager);
            }
            view(computed, order.trainable(), 0, manager, views);
        }
        view(of.statistics(), order.statistics(), 0, manager, views);
        return new ViewStore(manager, views);
    }

    /** The views of the vectors that {@code views} gives, as lines of a script. */
    public ViewScript viewScript() {
        ViewScript script = new ViewScript();
        if (cast.isPresent()) {
            script.cast(
                    TorchScript.typeCode(Precision.BFLOAT16),
                    size(order.computed()),
                    size(order.norms()));
            script.split("computed", order.computed());
            script.split("norms", order.norms());
        } else {
            script.split("weights", order.trainable());
        }
        script.split("statistics", order.statistics());
        return script;
    }

    /**
     * The vectors in training as a script keeps them.
     *
     * @param treatments what is done with each parameter that is trained
     */
    public ParameterPieces pieces(Function<Slot, Treatment> treatments) {
        return new ParameterPieces(
                vectors,
                List.of(order.decayed(), order.biases(), order.norms()),
                order.statistics(),
                cast.isPresent(),
                treatments);
    }

    private static NDArray cast(TorchScript kernel, NDArray vector) {
        return kernel.differentiable(vector).head();
    }

    /** Views of a piece of a vector that starts at {@code origin} of it. */
    private static void view(
            NDArray piece,
            List<Slot> slots,
            long origin,
            NDManager manager,
            IdentityHashMap<Parameter, NDArray> views) {
        if (slots.isEmpty()) {
            return;
        }
        long[] cuts = slots.stream().skip(1).mapToLong(slot -> slot.offset() - origin).toArray();
        // The gradient of one split is one concatenation; that of many slices would be many
        // additions.
        NDList pieces =
                cuts.length == 0
                        ? new NDList(piece.reshape(piece.getShape()))
                        : piece.split(cuts, 0);
        pieces.attach(manager);
        for (int i = 0; i < pieces.size(); i++) {
            NDArray view = slots.get(i).layout().view(pieces.get(i));
            view.attach(manager);
            views.put(slots.get(i).parameter(), view);
        }
    }

    /** One parameter's place in its vector. */
    public record Slot(String name, Parameter parameter, long offset) {
        /** Its logical shape. */
        public Shape shape() {
            return parameter.getShape();
        }

        /** How many entries it has. */
        public long size() {
            return shape().size();
        }

        /** Whether weight decay applies to it: not to biases, norm scales and shifts. */
        public boolean decays() {
            return switch (parameter.getType()) {
                case BIAS, GAMMA, BETA -> false;
                default -> true;
            };
        }

        /** Whether it is not trained; of running statistics always. */
        public boolean frozen() {
            return !parameter.requiresGradient();
        }

        /** How it is stored. */
        public WeightLayout layout() {
            return new WeightLayout(shape().getShape());
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
