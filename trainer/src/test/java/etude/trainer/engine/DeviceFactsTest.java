package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import etude.trainer.gpu.ComputeCapability;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.NvidiaDriver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceFactsTest {
    @Test
    void ofACpuTheLibraryIsAllThereIsToSay() {
        assertThat(DeviceFacts.of(Device.cpu())).containsOnlyKeys("library");
    }

    @Test
    void aGpuIsNamedWithItsLibrariesAndHowTheyWereSet() {
        EngineReport here = EngineReport.probe();
        GraphicsCard card =
                new GraphicsCard(
                        0, "NVIDIA H200", "GPU-1", new ComputeCapability(9, 0), 1, 0, List.of());
        EngineReport report =
                new EngineReport(
                        here.name(),
                        here.version(),
                        here.djlVersion(),
                        here.threads(),
                        0,
                        here.library(),
                        Optional.of(new NvidiaDriver("570.86.10", List.of(card))),
                        List.of(new EngineReport.Gpu(0, Optional.of(card))));
        assertThat(DeviceFacts.ofGpu(report, 0))
                .containsAllEntriesOf(
                        Map.of(
                                "gpu", "NVIDIA H200",
                                "driver", "570.86.10",
                                "cudnn_benchmark", "false",
                                "deterministic", "false",
                                "tf32_convolutions", "true",
                                "tf32_products", "false"))
                .containsKey("library")
                .doesNotContainKey("cuda"); // the library here is built for CPUs
        assertThat(DeviceFacts.ofGpu(report, 1)).doesNotContainKey("gpu");
    }

    @Test
    void theVersionOfCudaIsSaidWhereTheLibrarysVersionHasIt() {
        assertThat(DeviceFacts.cuda("2.7.1+cu128")).contains("12.8");
        assertThat(DeviceFacts.cuda("2.7.1")).isEmpty();
        assertThat(DeviceFacts.cuda("2.7.1+cpu")).isEmpty();
    }

    @Test
    void cudnnWritesItsVersionAsOneNumber() {
        assertThat(DeviceFacts.version(90701)).isEqualTo("9.7.1");
        assertThat(DeviceFacts.version(91002)).isEqualTo("9.10.2");
    }
}
