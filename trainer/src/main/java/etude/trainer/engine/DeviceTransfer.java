package etude.trainer.engine;

import ai.djl.Device;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one place where a batch of plain arrays becomes tensors. Images travel as bytes and are
 * normalised on the device; built (N, H, W, C) and viewed (N, C, H, W), they are channels-last from
 * the start.
 */
public final class DeviceTransfer implements AutoCloseable {
    private final ExampleSpec spec;
    private final int capacity;
    private final NDArray mean;
    private final NDArray scale;
    private final NDManager host;
    private final String normalization;
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
        this.capacity = capacity;
        host = manager.newSubManager(Device.cpu());
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
        normalization = TorchScript.resource(DeviceTransfer.class, kernel).replace("TYPE", type);
        normalize = TorchScript.compile(manager, normalization);
        boolean bytes = spec.features() instanceof Features.Image;
        features = buffer(capacity * spec.features().elements() * (bytes ? 1 : 4));
        targets = buffer(4 * capacity * targetsPerRow());
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
        putFeatures(batch, rows);
        NDArray raw = upload.tensor(features, featureShape(rows.count()), featureType(), manager);
        return spec.features() instanceof Features.Tokens
                ? raw
                : normalize.differentiable(raw, mean, scale).head();
    }

    /**
     * Classes (N) or (N * length) int32, values (N) or labels (N * labels) float32; after mixup
     * also the second classes and the weights.
     */
    public NDList targets(Batch batch, Rows rows, NDManager manager) {
        putTargets(batch, rows);
        Shape shape = new Shape((long) rows.count() * targetsPerRow());
        NDList result = new NDList(upload.tensor(targets, shape, targetType(), manager));
        if (batch.mixed()) {
            result.add(upload.tensor(mixedTargets, shape, DataType.INT32, manager));
            result.add(upload.tensor(mixWeights, shape, DataType.FLOAT32, manager));
        }
        return result;
    }

    /** Puts a full batch where the script of {@link #part} reads it. */
    public void fill(Batch batch) {
        putFeatures(batch, Rows.all(batch));
        putTargets(batch, Rows.all(batch));
    }

    /** Whether batches may be mixed. */
    public boolean mixes() {
        return spec.target() instanceof Target.Classes;
    }

    /**
     * Adds the methods {@code features(self, number)} and {@code targets(self, number)}, which give
     * what {@link #features} and {@link #targets} do for one of the equal parts of a full batch;
     * where batches may be {@link #mixes mixed} also {@code mixed_targets} and {@code mix_weights}.
     */
    public ScriptPart part(int parts) {
        Map<String, NDArray> arguments = new LinkedHashMap<>();
        arguments.put("mean", mean);
        arguments.put("scale", scale);
        arguments.put("host_features", tensor(features, featureShape(capacity), featureType()));
        Shape shape = new Shape((long) capacity * targetsPerRow());
        arguments.put("host_targets", tensor(targets, shape, targetType()));
        StringBuilder methods = new StringBuilder(normalization.replace("forward", "normalized"));
        methods.append(
                TorchScript.resource(Upload.class, "upload.txt").replace("forward", "copied"));
        methods.append(TorchScript.resource(Upload.class, "uploaded.txt"));
        boolean tokens = spec.features() instanceof Features.Tokens;
        String uploaded = "(self).uploaded(rows, mean, )";
        String input =
                tokens ? uploaded : "(self).normalized(%s, mean, scale, )".formatted(uploaded);
        methods.append(method("features", "host_features", parts, input));
        methods.append(method("targets", "host_targets", parts, uploaded));
        if (mixes()) {
            arguments.put("host_mixed_targets", tensor(mixedTargets, shape, DataType.INT32));
            arguments.put("host_mix_weights", tensor(mixWeights, shape, DataType.FLOAT32));
            methods.append(method("mixed_targets", "host_mixed_targets", parts, uploaded));
            methods.append(method("mix_weights", "host_mix_weights", parts, uploaded));
        }
        List<String> names = List.copyOf(arguments.keySet());
        return new ScriptPart(
                arguments,
                List.of(new ScriptPart.KeptList("inputs", names)),
                methods.toString().replace("INPUTS", String.join(", ", names)));
    }

    private NDArray tensor(ByteBuffer buffer, Shape shape, DataType type) {
        buffer.clear();
        return host.create(buffer, shape, type);
    }

    private static String method(String name, String tensor, int parts, String result) {
        return """
        def %s(self: __torch__.M, number: int) -> Tensor:
          INPUTS, = %s
          count = torch.floordiv(torch.size(%s, 0), %s)
          rows = torch.narrow(%s, 0, number * count, count)
          return %s
        """
                .formatted(name, ScriptPart.read("inputs"), tensor, parts, tensor, result);
    }

    private void putFeatures(Batch batch, Rows rows) {
        int length = spec.features().elements();
        int from = rows.first() * length;
        int count = rows.count() * length;
        features.clear();
        if (spec.features() instanceof Features.Image) {
            features.put(batch.images(), from, count).flip();
        } else if (spec.features() instanceof Features.Vector) {
            put(features, batch.vectors(), from, count);
        } else {
            put(features, batch.tokens(), from, count);
        }
    }

    private void putTargets(Batch batch, Rows rows) {
        int from = rows.first() * targetsPerRow();
        int count = rows.count() * targetsPerRow();
        if (spec.target() instanceof Target.Labels) {
            put(targets, batch.values(), from, count);
            return;
        }
        if (spec.target() instanceof Target.Value) {
            targets.clear();
            for (int i = 0; i < count; i++) {
                targets.putFloat(target.standardized(batch.values()[from + i]));
            }
            targets.flip();
            return;
        }
        put(targets, batch.labels(), from, count);
        if (batch.mixed()) {
            put(mixedTargets, batch.mixedLabels(), from, count);
            put(mixWeights, batch.mixWeights(), from, count);
        }
    }

    private static void put(ByteBuffer buffer, int[] values, int from, int count) {
        buffer.clear();
        buffer.asIntBuffer().put(values, from, count);
        buffer.limit(Integer.BYTES * count);
    }

    private static void put(ByteBuffer buffer, float[] values, int from, int count) {
        buffer.clear();
        buffer.asFloatBuffer().put(values, from, count);
        buffer.limit(Float.BYTES * count);
    }

    private Shape featureShape(int rows) {
        return spec.features() instanceof Features.Image image
                ? new Shape(rows, image.height(), image.width(), image.channels())
                : new Shape(rows, spec.features().elements());
    }

    private DataType featureType() {
        if (spec.features() instanceof Features.Image) {
            return DataType.UINT8;
        }
        return spec.features() instanceof Features.Vector ? DataType.FLOAT32 : DataType.INT32;
    }

    private int targetsPerRow() {
        if (spec.target() instanceof Target.Labels labels) {
            return labels.names().size();
        }
        return spec.target() instanceof Target.NextToken ? spec.features().elements() : 1;
    }

    private DataType targetType() {
        boolean numbers =
                spec.target() instanceof Target.Value || spec.target() instanceof Target.Labels;
        return numbers ? DataType.FLOAT32 : DataType.INT32;
    }

    @Override
    public void close() {
        normalize.close();
        host.close();
    }
}
