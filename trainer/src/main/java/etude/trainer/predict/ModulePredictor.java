package etude.trainer.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import etude.datasets.Batch;
import etude.datasets.Features;
import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.engine.Devices;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TorchScript;
import etude.trainer.export.Export;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A module that {@code etude export} wrote, computed as any program would. */
final class ModulePredictor implements Predictor {
    private final Preprocessing preprocessing;
    private final NDManager manager;
    private final TorchScript module;
    private final int batchSize;

    ModulePredictor(Export export, String device, int batchSize) {
        this.batchSize = batchSize;
        preprocessing = export.preprocessing();
        int threads = Runtime.getRuntime().availableProcessors();
        Devices.configure(threads, Precision.FLOAT32, false);
        manager = NDManager.newBaseManager(Devices.resolve(device), "PyTorch");
        module = TorchScript.load(manager, export.file());
    }

    @Override
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public float[] outputs(Batch batch) {
        try (NDManager pass = manager.newSubManager()) {
            return HostCopy.floats(answer(batch, pass).head());
        }
    }

    private NDList answer(Batch batch, NDManager pass) {
        Features features = preprocessing.encoding().features();
        int rows = batch.size();
        int count = rows * features.elements();
        if (features instanceof Features.Image image) {
            NDArray images =
                    pass.create(
                            ByteBuffer.wrap(batch.images(), 0, count),
                            new Shape(rows, image.height(), image.width(), image.channels()),
                            DataType.UINT8);
            return module.evaluated(images);
        }
        Shape shape = new Shape(rows, features.elements());
        if (features instanceof Features.Vector) {
            // The reader has encoded the columns already.
            float[] vectors = Arrays.copyOf(batch.vectors(), count);
            return module.evaluated("encoded", pass.create(vectors, shape));
        }
        return module.evaluated(pass.create(Arrays.copyOf(batch.tokens(), count), shape));
    }

    @Override
    public float[] next(Batch window, int position) {
        try (NDManager pass = manager.newSubManager()) {
            NDArray probabilities = answer(window, pass).head();
            float[] next = HostCopy.floats(probabilities.get(0).get(position));
            for (int i = 0; i < next.length; i++) {
                next[i] = (float) Math.log(next[i]);
            }
            return next;
        }
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
