package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class HostVectorTest {
    @Test
    void theLastCopyIsReadAcrossPieces() {
        try (NDManager manager = TestDevice.manager()) {
            NDArray vector = manager.arange(10f);
            HostVector copy = new HostVector(manager, 10, 2);
            copy.copy(vector.neg());
            copy.copy(vector);
            vector.addi(1f);

            FloatBuffer read = FloatBuffer.allocate(7);
            copy.read(2, read);
            assertThat(read.array()).containsExactly(2, 3, 4, 5, 6, 7, 8);
            assertThat(copy.get(9)).isEqualTo(9);
        }
    }

    @Test
    void aModelWithoutStatisticsHasAnEmptyOne() {
        try (NDManager manager = TestDevice.manager()) {
            HostVector copy = new HostVector(manager, 0).copy(manager.create(new float[0]));
            FloatBuffer read = FloatBuffer.allocate(0);
            copy.read(0, read);
            assertThat(read.hasRemaining()).isFalse();
        }
    }
}
