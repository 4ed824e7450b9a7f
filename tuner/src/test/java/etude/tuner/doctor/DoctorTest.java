package etude.tuner.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.engine.EngineReport;
import etude.trainer.model.KernelCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
    @Test
    void gpusThatACpuBuildCannotUseEarnAWarning() {
        List<Finding> findings =
                EngineChecks.findings(
                        new EngineReport(
                                "PyTorch", "2", "0", 2, Optional.of("12.8"), 1, List.of()));
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Finding.Level.WARN)
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("-Pcuda"));
    }

    @Test
    void everyUsableGpuHasItsLine() {
        EngineReport.Gpu gpu = new EngineReport.Gpu(1, "90", 1L << 30, 8L << 30);
        List<Finding> findings =
                EngineChecks.findings(
                        new EngineReport(
                                "PyTorch", "2", "0", 2, Optional.of("12.8"), 1, List.of(gpu)));
        assertThat(findings)
                .contains(
                        Finding.ok(
                                "gpu:1",
                                "8.0 GiB, of which 1.0 GiB are in use; compute capability 90"));
    }

    @Test
    void wrongKernelsFailWithTheLayerAndAWayOut() {
        Finding finding = EngineChecks.kernels(new KernelCheck.Result("a 1x1 convolution", 0.14));
        assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
        assertThat(finding.sentence())
                .startsWith("a 1x1 convolution is off by 1e-01")
                .contains("ONEDNN_MAX_CPU_ISA=AVX2");
    }

    @Test
    void kernelsOfThisMachineAreRight() {
        assertThat(EngineChecks.kernels(KernelCheck.worst()).level()).isEqualTo(Finding.Level.OK);
    }

    @Test
    void diskOfAFolderThatDoesNotExistYetIsThatOfItsParent(@TempDir Path folder) {
        Finding finding = MachineChecks.disk("runs", folder.resolve("a").resolve("b"));
        assertThat(finding.sentence()).contains("free for").contains("b");
    }

    @Test
    void oneProcessorEarnsAdvice() {
        assertThat(MachineChecks.processors(1).level()).isEqualTo(Finding.Level.WARN);
        assertThat(MachineChecks.processors(2).level()).isEqualTo(Finding.Level.OK);
    }
}
