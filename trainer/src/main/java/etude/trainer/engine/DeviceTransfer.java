package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import etude.datasets.Batch;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The one place where a batch of plain arrays becomes tensors. Images travel as bytes and are
 * normalised on the device; built (N, H, W, C) and viewed (N, C, H, W), they are channels-last from
 * the start.
 */
public final class DeviceTransfer implements AutoCloseable {
    private final ExampleSpec spec;
    private final NDArray mean;
    private final NDArray scale;
    private final TorchScript normalize;
    private final ByteBuffer features;
    private final ByteBuffer targets;
    private final ByteBuffer mixedTargets;
    private final ByteBuffer mixWeights;

    /**
     * @param manager owner of the statistics, and the device
     * @param capacity examples in the largest batch
     * @param mean per channel (0..255) or column; empty for tokens
     * @param deviation likewise
     */
    public DeviceTransfer(
            NDManager manager, ExampleSpec spec, int capacity, float[] mean, float[] deviation) {
        this.spec = spec;
        this.mean = manager.create(mean);
        float[] inverse = new float[deviation.length];
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = 1 / deviation[i];
        }
        scale = manager.create(inverse);
        String kernel =
                spec.features() instanceof Features.Image
                        ? "normalize_images.txt"
                        : "normalize_vectors.txt";
        normalize =
                TorchScript.compile(manager, TorchScript.resource(DeviceTransfer.class, kernel));
        boolean bytes = spec.features() instanceof Features.Image;
        features = buffer(capacity * spec.features().elements() * (bytes ? 1 : 4));
        boolean tokens = spec.features() instanceof Features.Tokens;
        targets = buffer(4 * capacity * (tokens ? spec.features().elements() : 1));
        mixedTargets = buffer(4 * capacity);
        mixWeights = buffer(4 * capacity);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * The model's input. Valid until the next call: on the CPU the tensors lie in this object's
     * buffers.
     */
    public NDArray features(Batch batch, NDManager manager) {
        int rows = batch.size();
        features.clear();
        if (spec.features() instanceof Features.Image image) {
            features.put(batch.images(), 0, rows * image.elements()).flip();
            Shape shape = new Shape(rows, image.height(), image.width(), image.channels());
            NDArray raw = manager.create(features, shape, DataType.UINT8);
            return normalize.differentiable(raw, mean, scale).head();
        }
        if (spec.features() instanceof Features.Vector vector) {
            features.asFloatBuffer().put(batch.vectors(), 0, rows * vector.length());
            features.limit(4 * rows * vector.length());
            NDArray raw =
                    manager.create(features, new Shape(rows, vector.length()), DataType.FLOAT32);
            return normalize.differentiable(raw, mean, scale).head();
        }
        int length = spec.features().elements();
        features.asIntBuffer().put(batch.tokens(), 0, rows * length);
        features.limit(4 * rows * length);
        return manager.create(features, new Shape(rows, length), DataType.INT32);
    }

    /**
     * Labels (N) or (N * length) int32, or values (N) float32; after mixup also the second labels
     * and the weights.
     */
    public NDList targets(Batch batch, NDManager manager) {
        int rows = batch.size();
        if (spec.target() instanceof Target.Value) {
            return new NDList(floats(targets, batch.values(), rows, manager));
        }
        int perRow = spec.target() instanceof Target.NextToken ? spec.features().elements() : 1;
        NDArray labels = integers(targets, batch.labels(), rows * perRow, manager);
        if (!batch.mixed()) {
            return new NDList(labels);
        }
        NDArray second = integers(mixedTargets, batch.mixedLabels(), rows, manager);
        return new NDList(labels, second, floats(mixWeights, batch.mixWeights(), rows, manager));
    }

    private static NDArray integers(ByteBuffer buffer, int[] values, int count, NDManager manager) {
        buffer.clear();
        buffer.asIntBuffer().put(values, 0, count);
        buffer.limit(4 * count);
        return manager.create(buffer, new Shape(count), DataType.INT32);
    }

    private static NDArray floats(ByteBuffer buffer, float[] values, int count, NDManager manager) {
        buffer.clear();
        buffer.asFloatBuffer().put(values, 0, count);
        buffer.limit(4 * count);
        return manager.create(buffer, new Shape(count), DataType.FLOAT32);
    }

    @Override
    public void close() {
        normalize.close();
    }
}
