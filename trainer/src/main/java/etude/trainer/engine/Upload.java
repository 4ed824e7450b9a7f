package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/**
 * Makes tensors of a buffer. On the CPU they lie in the buffer itself. On a GPU they are copied
 * from page-locked memory behind the work already queued there: the CPU does not wait, and goes on
 * to queue the step that reads them.
 */
interface Upload {
    /**
     * A tensor of what the buffer holds.
     *
     * @param owner of the tensor, on the device
     */
    NDArray tensor(ByteBuffer buffer, Shape shape, DataType type, NDManager owner);

    /** The way for the manager's device. */
    static Upload to(NDManager manager) {
        if (!manager.getDevice().isGpu()) {
            return (buffer, shape, type, owner) -> owner.create(buffer, shape, type);
        }
        TorchScript kernel =
                TorchScript.compile(manager, TorchScript.resource(Upload.class, "upload.txt"));
        NDArray onDevice = manager.zeros(new Shape(1));
        return (buffer, shape, type, owner) -> {
            try (NDManager host = owner.newSubManager(Device.cpu())) {
                NDArray source = host.create(buffer, shape, type);
                NDArray copy = kernel.differentiable(source, onDevice).head();
                copy.attach(owner);
                return copy;
            }
        };
    }
}
