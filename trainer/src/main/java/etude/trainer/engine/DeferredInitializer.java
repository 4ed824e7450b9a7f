package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Draws initial values one parameter after the other, so that a large model is never there twice,
 * and on the CPU whatever the device, since each device has a generator of its own: so a seed means
 * the same weights everywhere.
 */
final class DeferredInitializer {
    private final NDManager host;
    private final Map<Parameter, Draw> draws = new LinkedHashMap<>();

    private record Draw(Initializer initializer, Shape shape, DataType type) {}

    /**
     * @param host owner of values while they are there, on the CPU
     */
    DeferredInitializer(NDManager host) {
        this.host = host;
    }

    /** Has the parameters of a block note their turn, and hold an empty array at first. */
    void use(Block block) {
        for (Parameter parameter : block.getParameters().values()) {
            Optional.ofNullable(parameter.getInitializer())
                    .ifPresent(own -> parameter.setInitializer(noting(parameter, own)));
        }
    }

    private Initializer noting(Parameter parameter, Initializer own) {
        return (manager, shape, type) -> {
            draws.put(parameter, new Draw(own, shape, type));
            return host.create(new Shape(0), type);
        };
    }

    /** Whether the block asked for a parameter's values; else it has them already. */
    boolean isFor(Parameter parameter) {
        return draws.containsKey(parameter);
    }

    /** Draws all values in the order in which the block asked for them. */
    void draw(BiConsumer<Parameter, NDArray> use) {
        draws.forEach(
                (parameter, draw) -> {
                    try (NDManager scope = host.newSubManager()) {
                        use.accept(
                                parameter,
                                draw.initializer.initialize(scope, draw.shape, draw.type));
                    }
                });
    }
}
