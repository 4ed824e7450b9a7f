package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightLayoutTest {
    @ParameterizedTest
    @ValueSource(strings = {"5", "3,4", "4,3,2,5", "2,1,3,3", "6,7,1,1"})
    void viewOfWhatIsStoredIsTheLogicalTensor(String text) {
        long[] shape = Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
        WeightLayout layout = new WeightLayout(shape);
        try (NDManager manager = TestDevice.manager()) {
            NDArray logical =
                    manager.arange((float) new Shape(shape).size()).reshape(new Shape(shape));
            float[] stored = new float[(int) logical.size() + 3];
            float[] values = layout.toStored(logical.toFloatArray());
            System.arraycopy(values, 0, stored, 3, values.length);
            NDArray piece = manager.create(stored).get("3:");
            assertThat(layout.view(piece)).isEqualTo(logical);
            HostVector copy = new HostVector(manager, stored.length, 3);
            copy.copy(manager.create(stored));
            FloatBuffer read = FloatBuffer.allocate((int) logical.size() - 1);
            layout.readLogical(copy, 3, 1, read);
            assertThat(read.array())
                    .isEqualTo(Arrays.copyOfRange(logical.toFloatArray(), 1, (int) logical.size()));
        }
    }
}
