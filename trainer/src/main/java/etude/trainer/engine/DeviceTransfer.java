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
import etude.datasets.split.TargetScale;
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
    private final Upload upload;
    private final TargetScale target;
    private final ByteBuffer features;
    private final ByteBuffer targets;
    private final ByteBuffer mixedTargets;
    private final ByteBuffer mixWeights;

    /**
     * @param manager owner of the statistics, and the device
     * @param capacity examples in the largest batch
     * @param mean per channel (0..255) or column; empty for tokens
     * @param deviation likewise
     * @param target in which unit numbers are to be predicted
     * @param precision of what the model reads
     */
    public DeviceTransfer(
            NDManager manager,
            ExampleSpec spec,
            int capacity,
            float[] mean,
            float[] deviation,
            TargetScale target,
            Precision precision) {
        this.spec = spec;
        this.target = target;
        upload = Upload.to(manager);
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
        String type = Integer.toString(TorchScript.typeCode(precision));
        normalize =
                TorchScript.compile(
                        manager,
                        TorchScript.resource(DeviceTransfer.class, kernel).replace("TYPE", type));
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

    /** Consecutive examples of a batch. */
    public record Rows(int first, int count) {
        /** All of them. */
        public static Rows all(Batch batch) {
            return new Rows(0, batch.size());
        }
    }

    /**
     * The model's input. Valid until the next call: on the CPU the tensors lie in this object's
     * buffers.
     */
    public NDArray features(Batch batch, Rows rows, NDManager manager) {
        int length = spec.features().elements();
        int from = rows.first() * length;
        int count = rows.count() * length;
        features.clear();
        if (spec.features() instanceof Features.Image image) {
            features.put(batch.images(), from, count).flip();
            Shape shape = new Shape(rows.count(), image.height(), image.width(), image.channels());
            NDArray raw = upload.tensor(features, shape, DataType.UINT8, manager);
            return normalize.differentiable(raw, mean, scale).head();
        }
        Shape shape = new Shape(rows.count(), length);
        if (spec.features() instanceof Features.Vector) {
            NDArray raw = floats(features, batch.vectors(), from, shape, manager);
            return normalize.differentiable(raw, mean, scale).head();
        }
        return integers(features, batch.tokens(), from, shape, manager);
    }

    /**
     * Labels (N) or (N * length) int32, or values (N) float32; after mixup also the second labels
     * and the weights.
     */
    public NDList targets(Batch batch, Rows rows, NDManager manager) {
        int perRow = spec.target() instanceof Target.NextToken ? spec.features().elements() : 1;
        int from = rows.first() * perRow;
        Shape shape = new Shape((long) rows.count() * perRow);
        if (spec.target() instanceof Target.Value) {
            return new NDList(values(batch.values(), from, shape, manager));
        }
        NDArray labels = integers(targets, batch.labels(), from, shape, manager);
        if (!batch.mixed()) {
            return new NDList(labels);
        }
        return new NDList(
                labels,
                integers(mixedTargets, batch.mixedLabels(), from, shape, manager),
                floats(mixWeights, batch.mixWeights(), from, shape, manager));
    }

    private NDArray values(float[] values, int from, Shape shape, NDManager manager) {
        targets.clear();
        for (int i = 0; i < shape.size(); i++) {
            targets.putFloat(target.standardized(values[from + i]));
        }
        return upload.tensor(targets.flip(), shape, DataType.FLOAT32, manager);
    }

    private NDArray integers(
            ByteBuffer buffer, int[] values, int from, Shape shape, NDManager manager) {
        int count = Math.toIntExact(shape.size());
        buffer.clear();
        buffer.asIntBuffer().put(values, from, count);
        buffer.limit(4 * count);
        return upload.tensor(buffer, shape, DataType.INT32, manager);
    }

    private NDArray floats(
            ByteBuffer buffer, float[] values, int from, Shape shape, NDManager manager) {
        int count = Math.toIntExact(shape.size());
        buffer.clear();
        buffer.asFloatBuffer().put(values, from, count);
        buffer.limit(4 * count);
        return upload.tensor(buffer, shape, DataType.FLOAT32, manager);
    }

    @Override
    public void close() {
        normalize.close();
    }
}
