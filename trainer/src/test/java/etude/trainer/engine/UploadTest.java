package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UploadTest {
    @Test
    void valuesArriveOnTheCpu() {
        valuesArrive(Device.cpu());
    }

    @Test
    @Tag("gpu")
    void valuesArriveOnTheGpu() {
        assumeThat(Engine.getEngine("PyTorch").getGpuCount()).as("GPUs").isPositive();
        valuesArrive(Device.gpu());
    }

    @Test
    void theKernelForGpusCompilesEverywhere() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                TorchScript kernel =
                        TorchScript.compile(
                                manager, TorchScript.resource(Upload.class, "upload.txt"))) {
            assertThat(kernel).isNotNull();
        }
    }

    private static void valuesArrive(Device device) {
        try (NDManager manager = NDManager.newBaseManager(device)) {
            Upload upload = Upload.to(manager);
            ByteBuffer buffer = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
            buffer.asIntBuffer().put(new int[] {1, -2, 3});
            NDArray tensor = upload.tensor(buffer, new Shape(3), DataType.INT32, manager);
            assertThat(tensor.getDevice()).isEqualTo(device);
            assertThat(tensor.toIntArray()).containsExactly(1, -2, 3);
        }
    }
}
