package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import etude.datasets.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FlatParametersTest {
    /**
     * The way there starts on the CPU; nothing can be made on this GPU, which need not be there.
     */
    @Test
    void initialValuesAreDrawnOnTheCpuWhateverTheDevice() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                NDManager gpu = manager.newSubManager(Device.gpu())) {
            Block expected = Linear.builder().setUnits(3).build();
            Seeds.engine(7, RandomStream.INITIALIZATION, 0);
            expected.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
            Block block = Linear.builder().setUnits(3).build();
            DeferredInitializer initializer = new DeferredInitializer(manager);
            initializer.use(block);
            Seeds.engine(7, RandomStream.INITIALIZATION, 0);
            block.initialize(gpu, DataType.FLOAT32, new Shape(1, 4));
            List<float[]> drawn = new ArrayList<>();
            initializer.draw((parameter, values) -> drawn.add(HostCopy.floats(values)));
            assertThat(drawn)
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(values(expected));
        }
    }

    @Test
    @Tag("gpu")
    void aGpuStartsWithTheValuesOfTheCpu() {
        try (NDManager cpu = NDManager.newBaseManager(Device.cpu());
                NDManager gpu = TestDevice.manager()) {
            NDArray there = initialWeights(gpu);
            assertThat(there.getDevice().isGpu()).isTrue();
            assertThat(HostCopy.floats(there)).isEqualTo(HostCopy.floats(initialWeights(cpu)));
        }
    }

    private static NDArray initialWeights(NDManager manager) {
        Seeds.engine(7, RandomStream.INITIALIZATION, 0);
        Block block = Linear.builder().setUnits(3).build();
        return FlatParameters.initialize(block, manager, Precision.FLOAT32, new Shape(1, 4))
                .vectors()
                .weights();
    }

    private static List<float[]> values(Block block) {
        return block.getParameters().values().stream()
                .map(parameter -> HostCopy.floats(parameter.getArray()))
                .toList();
    }

    @Test
    void viewsOfACastLeaveNothingWithTheVectors() {
        try (NDManager manager = TestDevice.manager()) {
            Block block = Linear.builder().setUnits(2).build();
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
            FlatParameters parameters = FlatParameters.takeOver(block, manager, Precision.BFLOAT16);
            int before = manager.getManagedArrays().size();
            try (NDManager scope = manager.newSubManager()) {
                assertThat(parameters.views(parameters.vectors(), scope)).isNotNull();
                assertThat(scope.getManagedArrays().size()).isPositive();
            }
            assertThat(manager.getManagedArrays().size()).isEqualTo(before);
        }
    }
}
