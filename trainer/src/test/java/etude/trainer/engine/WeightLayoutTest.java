package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
            assertThat(layout.toLogical(stored, 3)).isEqualTo(logical.toFloatArray());
        }
    }
}
