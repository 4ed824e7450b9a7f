package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.RandomStream;
import etude.trainer.config.Precision;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.Seeds;

/** A model's block together with the flat vectors that hold its parameters. */
public final class Network {
    private final Block block;
    private final FlatParameters parameters;

    private Network(Block block, FlatParameters parameters) {
        this.block = block;
        this.parameters = parameters;
    }

    /**
     * Initialises the block's parameters as a function of the seed and takes them over.
     *
     * @param manager owner of everything, and the device
     * @param precision of every pass
     */
    public static Network initialize(
            NDManager manager, Block block, ExampleSpec spec, long seed, Precision precision) {
        Seeds.engine(seed, RandomStream.INITIALIZATION, 0);
        // One example, so that a data set's first batch has no say in initialisation.
        if (spec.features() instanceof Features.Image image) {
            Shape shape = new Shape(1, image.channels(), image.height(), image.width());
            block.initialize(manager, DataType.FLOAT32, shape);
        } else {
            block.initialize(manager, DataType.FLOAT32, new Shape(1, spec.features().elements()));
        }
        return new Network(block, FlatParameters.takeOver(block, manager, precision));
    }

    public FlatParameters parameters() {
        return parameters;
    }

    /**
     * One forward pass.
     *
     * @param views the parameters, from {@link FlatParameters#views}
     * @param features (N, ...) as {@link etude.trainer.model.ModelProvider} says
     * @param training whether dropout is on, batch norm uses the batch, and intermediates are kept
     *     for backward
     */
    NDArray forward(ParameterStore views, NDArray features, boolean training) {
        return block.forward(views, new NDList(features), training).singletonOrThrow();
    }
}
