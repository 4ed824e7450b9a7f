package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.List;
import java.util.Map;

/**
 * Numbers that a script reads in each call, at no cost of a call from Java and without waiting for
 * a device: they lie in a buffer on the CPU that a tensor of the script is a view of.
 */
public final class HostNumbers {
    private final DoubleBuffer buffer;
    private final NDArray tensor;

    /**
     * @param manager owner of the tensor
     */
    public HostNumbers(NDManager manager, int count) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(count * Double.BYTES).order(ByteOrder.nativeOrder());
        tensor =
                manager.newSubManager(Device.cpu())
                        .create(bytes, new Shape(count), DataType.FLOAT64);
        buffer = bytes.asDoubleBuffer();
    }

    /** The numbers of the next call. */
    public void set(List<Double> numbers) {
        for (int i = 0; i < numbers.size(); i++) {
            buffer.put(i, numbers.get(i));
        }
    }

    /** Another number of the next call. */
    public void set(int index, double number) {
        buffer.put(index, number);
    }

    /** Adds the method {@code numbers(self)}, a list of floats. */
    public ScriptPart part() {
        return new ScriptPart(
                Map.of("host_numbers", tensor),
                List.of(new ScriptPart.KeptList("numbers_kept", List.of("host_numbers"))),
                """
                def numbers(self: __torch__.M) -> List[float]:
                  kept = unchecked_cast(List[Tensor], self.numbers_kept)
                  return annotate(List[float], (kept[0]).tolist())
                """);
    }
}
