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
import etude.trainer.model.GradientScript;
import etude.trainer.model.Kernels;
import etude.trainer.model.NetworkScript;
import etude.trainer.model.Pass;
import etude.trainer.model.ScriptCache;
import java.util.Optional;

/** A model's block together with the flat vectors that hold its parameters. */
public final class Network {
    private final Block block;
    private final FlatParameters parameters;
    private final Precision precision;
    private final Kernels kernels;
    private final Optional<ScriptCache> scripts;

    private Network(
            NDManager manager,
            Block block,
            FlatParameters parameters,
            Precision precision,
            Kernels kernels) {
        this.block = block;
        this.parameters = parameters;
        this.precision = precision;
        this.kernels = kernels;
        scripts = NetworkScript.of(block, parameters).map(text -> new ScriptCache(manager, text));
    }

    /**
     * Initialises the block's parameters as a function of the seed and takes them over.
     *
     * @param manager owner of everything, and the device
     * @param precision of every pass
     * @param kernels of every pass
     */
    public static Network initialize(
            NDManager manager,
            Block block,
            ExampleSpec spec,
            long seed,
            Precision precision,
            Kernels kernels) {
        Seeds.engine(seed, RandomStream.INITIALIZATION, 0);
        // One example, so that a data set's first batch has no say in initialisation.
        FlatParameters parameters =
                FlatParameters.initialize(block, manager, precision, shape(1, spec));
        return new Network(manager, block, parameters, precision, kernels);
    }

    /** Of the features of some examples. */
    static Shape shape(long rows, ExampleSpec spec) {
        return spec.features() instanceof Features.Image image
                ? new Shape(rows, image.channels(), image.height(), image.width())
                : new Shape(rows, spec.features().elements());
    }

    public FlatParameters parameters() {
        return parameters;
    }

    /**
     * A training pass as the text of a method, see {@link NetworkScript#ofPieces}.
     *
     * @param input shape of the features of a pass
     */
    Optional<String> script(ParameterPieces pieces, Shape input) {
        return NetworkScript.ofPieces(block, pieces, training(input));
    }

    /**
     * A training pass and its gradient, where they can be written by hand: of a model that is
     * trained as a whole.
     *
     * @param input shape of the features of a pass
     */
    Optional<GradientScript.Written> byHand(ParameterPieces pieces, Shape input) {
        return pieces.inPlace() && pieces.wholly()
                ? GradientScript.of(block, pieces, training(input))
                : Optional.empty();
    }

    /**
     * An evaluation of any number of examples in float32, on any device, as the text of a method
     * {@code network(features)}, see {@link NetworkScript#ofAttributes}.
     */
    public Optional<String> anywhere(ExampleSpec spec) {
        Pass pass = new Pass(shape(1, spec), Precision.FLOAT32, Kernels.anywhere(), false);
        return NetworkScript.ofAttributes(block, parameters, pass);
    }

    private Pass training(Shape input) {
        return new Pass(input, precision, kernels, true);
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
        if (scripts.isPresent()) {
            Pass pass = new Pass(features.getShape(), precision, kernels, training);
            TorchScript kernel = scripts.get().of(pass);
            return kernel.differentiable(features, of.weights(), of.statistics()).head();
        }
        ParameterStore views = parameters.views(of, features.getManager());
        return block.forward(views, new NDList(features), training).singletonOrThrow();
    }
}
