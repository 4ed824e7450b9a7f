package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.Optional;

/**
 * Draws initial values on the CPU whatever the device, since each device has a generator of its
 * own: so a seed means the same weights everywhere.
 *
 * @param initializer what is drawn
 * @param host owner of the values, on the CPU
 */
record HostInitializer(Initializer initializer, NDManager host) implements Initializer {
    /** Has all parameters of a block start on the CPU. */
    static void use(Block block, NDManager host) {
        for (Parameter parameter : block.getParameters().values()) {
            Optional.ofNullable(parameter.getInitializer())
                    .ifPresent(own -> parameter.setInitializer(new HostInitializer(own, host)));
        }
    }

    @Override
    public NDArray initialize(NDManager device, Shape shape, DataType type) {
        return initializer.initialize(host, shape, type);
    }
}
