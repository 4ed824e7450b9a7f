package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class UploadTest {
    @Test
    void valuesArriveOnTheDevice() {
        try (NDManager manager = TestDevice.manager()) {
            Upload upload = Upload.to(manager);
            ByteBuffer buffer = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
            buffer.asIntBuffer().put(new int[] {1, -2, 3});
            NDArray tensor = upload.tensor(buffer, new Shape(3), DataType.INT32, manager);
            assertThat(tensor.getDevice()).isEqualTo(TestDevice.device());
            assertThat(tensor.toIntArray()).containsExactly(1, -2, 3);
        }
    }

    /** On the CPU, where no upload would compile it. */
    @Test
    void theKernelForGpusCompilesEverywhere() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                TorchScript kernel =
                        TorchScript.compile(
                                manager, TorchScript.resource(Upload.class, "upload.txt"))) {
            assertThat(kernel).isNotNull();
        }
    }
}
