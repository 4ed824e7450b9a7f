package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class HostWriterTest {
    /** More than the piece that is copied at once. */
    private static final int SIZE = (1 << 20) + 5;

    @Test
    void viewsOfTheVectorSeeWhatIsWritten() {
        try (NDManager manager = TestDevice.manager();
                HostWriter writer = new HostWriter(manager)) {
            NDArray vector = manager.zeros(new Shape(SIZE + 3));
            NDArray view = vector.get("2:");
            float[] values = new float[SIZE];
            values[0] = 7;
            values[SIZE - 1] = 8;
            writer.write(values, vector, 2);
            float[] seen = view.toFloatArray();
            assertThat(seen[0]).isEqualTo(7);
            assertThat(seen[SIZE - 1]).isEqualTo(8);
            assertThat(vector.toFloatArray()[1]).isZero();
            assertThat(vector.toFloatArray()[SIZE + 2]).isZero();
        }
    }
}
