package etude.trainer.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.engine.TestDevice;
import etude.trainer.model.KernelCheck;
import org.junit.jupiter.api.Test;

final class DeviceCheckTest {
    @Test
    void aDeviceComputesRightlyAndIsMeasured() {
        DeviceCheck check = DeviceCheck.of(TestDevice.name());
        assertThat(check.kernels().difference()).isBetween(0.0, KernelCheck.TOLERANCE);
        assertThat(check.bfloat16Difference())
                .as("rounded, so not equal")
                .isBetween(1e-4, DeviceCheck.BFLOAT16_TOLERANCE);
        assertThat(check.copiedRight()).isTrue();
        assertThat(check.firstSeconds()).isPositive();
        // far apart bounds of any machine: the units are right
        assertThat(check.float32()).isBetween(1e8, 1e15);
        assertThat(check.bfloat16()).isBetween(1e7, 1e16);
        assertThat(check.memoryBytesPerSecond()).isBetween(1e8, 1e14);
        assertThat(check.copyBytesPerSecond()).isBetween(1e6, 1e13);
    }

    @Test
    void aDeviceThatIsNotThereIsAMistakeOfTheUser() {
        assertThatThrownBy(() -> DeviceCheck.of("gpu:7"))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith("--device: gpu:7 asked for");
    }
}
