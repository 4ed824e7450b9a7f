package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HostCopyTest {
    private static final int READS = 100;

    /** Of the CPU, whose arrays stand in for those of a GPU where that is the point. */
    private final NDManager base = NDManager.newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        base.close();
    }

    @Test
    void elementsAreReadAsTheyAre() {
        assertThat(HostCopy.floats(base.create(new float[] {1, -2.5f}))).containsExactly(1, -2.5f);
        assertThat(HostCopy.doubles(base.create(new double[] {0.1}))).containsExactly(0.1);
        assertThat(HostCopy.longs(base.zeros(new Shape(), DataType.INT64))).containsExactly(0);
        NDArray rows = base.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
        assertThat(HostCopy.floats(rows.transpose())).containsExactly(1, 3, 2, 4);
    }

    @Test
    void readsOfAnArrayOnAGpuLeaveNothingBehind() throws ReflectiveOperationException {
        NDArray array = asOnAGpu(base.create(new float[] {1, 2, 3}));
        int before = resources(base);
        for (int i = 0; i < READS; i++) {
            array.toFloatArray();
        }
        assertThat(resources(base))
                .as("DJL keeps managers and copies")
                .isEqualTo(before + 2 * READS);
        before = resources(base);
        for (int i = 0; i < READS; i++) {
            assertThat(HostCopy.floats(array)).containsExactly(1, 2, 3);
        }
        assertThat(resources(base)).isEqualTo(before);
        assertThat(array.getManager().getDevice()).isEqualTo(Device.gpu());
    }

    @Test
    void readsOfAnArrayThatIsNotContiguousLeaveNothingBehind() throws ReflectiveOperationException {
        NDArray array = base.ones(new Shape(2, 3)).transpose();
        int before = resources(base);
        for (int i = 0; i < READS; i++) {
            assertThat(HostCopy.floats(array)).hasSize(6);
        }
        assertThat(resources(base)).isEqualTo(before);
        assertThat(array.getManager()).isSameAs(base);
    }

    @Test
    @Tag("gpu")
    void readsFromARealGpuLeaveNothingBehind() throws ReflectiveOperationException {
        try (NDManager manager = TestDevice.manager()) {
            NDArray array = manager.create(new float[] {1, 2, 3});
            assertThat(array.getDevice().isGpu()).isTrue();
            int before = resources(manager);
            for (int i = 0; i < READS; i++) {
                assertThat(HostCopy.floats(array)).containsExactly(1, 2, 3);
            }
            assertThat(resources(manager)).isEqualTo(before);
        }
    }

    /** To DJL, which asks the device once, the array lies on a GPU from now on. */
    private NDArray asOnAGpu(NDArray array) throws ReflectiveOperationException {
        array.attach(base.newSubManager(Device.gpu()));
        Field device = PtNDArray.class.getDeclaredField("device");
        device.setAccessible(true);
        device.set(array, Device.gpu());
        return array;
    }

    /** What a manager holds, directly and through further managers. */
    private static int resources(NDManager manager) throws ReflectiveOperationException {
        Field field = BaseNDManager.class.getDeclaredField("resources");
        field.setAccessible(true);
        int count = 0;
        for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
            count += 1 + (resource instanceof NDManager further ? resources(further) : 0);
        }
        return count;
    }
}
