package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.RandomStream;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.FlatVectors;
import etude.trainer.engine.ParameterPieces;
import etude.trainer.engine.Precision;
import etude.trainer.engine.Seeds;
import etude.trainer.engine.TorchScript;
import etude.trainer.model.NetworkScript;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A model's block together with the flat vectors that hold its parameters. */
public final class Network {
    private final NDManager manager;
    private final Block block;
    private final FlatParameters parameters;

    /** The whole model as one kernel, for training (true) or not, once that was wanted. */
    private final Map<Boolean, Optional<TorchScript>> compiled = new HashMap<>();

    private Network(NDManager manager, Block block, FlatParameters parameters) {
        this.manager = manager;
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
        Shape input =
                spec.features() instanceof Features.Image image
                        ? new Shape(1, image.channels(), image.height(), image.width())
                        : new Shape(1, spec.features().elements());
        FlatParameters parameters = FlatParameters.initialize(block, manager, precision, input);
        return new Network(manager, block, parameters);
    }

    public FlatParameters parameters() {
        return parameters;
    }

    /** A training pass as the text of a method, see {@link NetworkScript#ofPieces}. */
    Optional<String> script(ParameterPieces pieces) {
        return NetworkScript.ofPieces(block, pieces);
    }

    /**
     * One forward pass, in one native call where the model can be written as a script.
     *
     * @param of the parameters; their weights may be the autograd leaf of a training step
     * @param features (N, ...) as {@link etude.trainer.model.ModelProvider} says; their manager
     *     owns the result
     * @param training whether dropout is on, batch norm uses the batch, and intermediates are kept
     *     for backward
     */
    NDArray forward(FlatVectors of, NDArray features, boolean training) {
        Optional<TorchScript> kernel = compiled.computeIfAbsent(training, this::compile);
        if (kernel.isPresent()) {
            return kernel.get().differentiable(features, of.weights(), of.statistics()).head();
        }
        ParameterStore views = parameters.views(of, features.getManager());
        return block.forward(views, new NDList(features), training).singletonOrThrow();
    }

    private Optional<TorchScript> compile(boolean training) {
        return NetworkScript.of(block, parameters, training)
                .map(text -> TorchScript.compile(manager, text));
    }
}
