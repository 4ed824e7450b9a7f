package etude.trainer.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Batch normalization (Ioffe and Szegedy 2015) over axis 1 of (N, C) or (N, C, H, W), with scale
 * and shift per channel and epsilon 1e-5.
 *
 * <p>Training normalises by the batch's mean and biased variance, and updates in place {@code
 * running = 0.9 * running + 0.1 * batch}, where the batch's variance is the unbiased one, as
 * PyTorch does. Evaluation normalises by the running statistics.
 *
 * <p>Calls DJL's operator without its {@code BatchNorm} block, which swaps axis 1 with itself twice
 * and opens a manager each time.
 */
class BatchNormalization extends AbstractBlock {
    private static final float MOMENTUM = 0.9f;
    private static final float EPSILON = 1e-5f;

    /** To DJL's PyTorch engine: the channels are where PyTorch has them, on axis 1. */
    private static final int ENGINE_AXIS = -1;

    private final Parameter scale = addParameter(parameter("gamma", Parameter.Type.GAMMA));
    private final Parameter shift = addParameter(parameter("beta", Parameter.Type.BETA));
    private final Parameter runningMean =
            addParameter(parameter("running_mean", Parameter.Type.RUNNING_MEAN));
    private final Parameter runningVariance =
            addParameter(parameter("running_variance", Parameter.Type.RUNNING_VAR));

    private static Parameter parameter(String name, Parameter.Type type) {
        boolean trainable = type == Parameter.Type.GAMMA || type == Parameter.Type.BETA;
        return Parameter.builder().setName(name).setType(type).optRequiresGrad(trainable).build();
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape channels = new Shape(inputShapes[0].get(1));
        getDirectParameters().values().forEach(parameter -> parameter.setShape(channels));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray input = inputs.singletonOrThrow();
        Device device = input.getDevice();
        return normalize(
                input,
                new Values(
                        parameterStore.getValue(scale, device, training),
                        parameterStore.getValue(shift, device, training),
                        parameterStore.getValue(runningMean, device, training),
                        parameterStore.getValue(runningVariance, device, training)),
                training);
    }

    /** The layer's parameters, each (C) float32. */
    record Values(NDArray scale, NDArray shift, NDArray mean, NDArray variance) {}

    NDList normalize(NDArray input, Values values, boolean training) {
        return BatchNorm.batchNorm(
                input,
                values.mean(),
                values.variance(),
                values.scale(),
                values.shift(),
                ENGINE_AXIS,
                MOMENTUM,
                EPSILON,
                training);
    }
}
