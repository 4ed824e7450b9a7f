package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import org.junit.jupiter.api.Test;

class FlatParametersTest {
    @Test
    void viewsOfACastLeaveNothingWithTheVectors() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
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
