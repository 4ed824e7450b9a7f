package etude.tuner.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.check.DeviceCheck;
import etude.trainer.engine.EngineReport;
import etude.trainer.engine.ProcessorType;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.model.KernelCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
    @Test
    void theEngineSaysWhichLibraryItIs() {
        assertThat(
                        EngineChecks.engine(
                                        new EngineReport(
                                                "PyTorch",
                                                "2.7.1",
                                                "0.36.0",
                                                2,
                                                0.5,
                                                new EngineLibrary.Bundled(),
                                                Optional.empty(),
                                                List.of()))
                                .sentence())
                .isEqualTo(
                        "PyTorch 2.7.1 with DJL 0.36.0, the CPU build that comes with Etude, 2 threads by default; it computes, and took 0.5 s to load");
    }

    @Test
    void theKernelsOfThisProcessorAreNamedAsInAConfig() {
        assertThat(EngineChecks.kernels(ProcessorType.AMD_AVX512, 2).sentence())
                .isEqualTo(
                        "amd_avx512, AMD with AVX-512: float32 products of 12 million multiplications and more as convolutions, attention of many sequences of 32 to 128 tokens as plain products");
        assertThat(EngineChecks.kernels(ProcessorType.INTEL_AVX512, 2).sentence())
                .isEqualTo(
                        "intel_avx512, Intel with AVX-512: products as the library has them, attention fused");
    }

    @Test
    void wrongKernelsFailWithTheLayerAndAWayOut() {
        Finding finding =
                EngineChecks.kernels(
                        "cpu",
                        checked(new KernelCheck.Result("a 1x1 convolution", 0.14), 0.003, true));
        assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
        assertThat(finding.sentence())
                .startsWith("a 1x1 convolution is off by 1e-01")
                .contains("ONEDNN_MAX_CPU_ISA=AVX2");
    }

    @Test
    void aDeviceFailsForWrongProductsInBfloat16AndForCopiesThatChange() {
        KernelCheck.Result right = new KernelCheck.Result("a linear layer", 1e-6);
        assertThat(EngineChecks.kernels("gpu:0", checked(right, Double.NaN, true)))
                .satisfies(
                        finding -> {
                            assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
                            assertThat(finding.sentence())
                                    .contains("train with precision: float32");
                        });
        assertThat(EngineChecks.kernels("gpu:0", checked(right, 0.003, false)).level())
                .isEqualTo(Finding.Level.FAIL);
        assertThat(EngineChecks.kernels("gpu:0", checked(right, 0.003, true)).level())
                .isEqualTo(Finding.Level.OK);
    }

    private static DeviceCheck checked(
            KernelCheck.Result kernels, double bfloat16Difference, boolean copiedRight) {
        return new DeviceCheck(0.1, kernels, bfloat16Difference, copiedRight, 1e9, 1e12, 1e12, 1e9);
    }

    @Test
    @DisabledIfEnvironmentVariable(
            named = EngineLibrary.VARIABLE,
            matches = ".+",
            disabledReason = "it wins over what this test names")
    void aLibraryOfAnotherVersionFailsWithTheOneToInstall(@TempDir Path folder) throws Exception {
        Path libraries = Files.createDirectories(folder.resolve("torch/lib"));
        Files.createFile(libraries.resolve(System.mapLibraryName("torch")));
        Files.writeString(folder.resolve("torch/version.py"), "__version__ = '2.10.0+cu128'\n");
        System.setProperty(EngineLibrary.VARIABLE, libraries.toString());
        try {
            assertThat(EngineChecks.findings())
                    .singleElement()
                    .satisfies(
                            finding -> {
                                assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
                                assertThat(finding.sentence())
                                        .startsWith(libraries + ": PyTorch 2.10.0+cu128 cannot be")
                                        .contains("pip install torch==2.7.1+cu128")
                                        .endsWith("with `etude doctor --use cpu`");
                            });
        } finally {
            System.clearProperty(EngineLibrary.VARIABLE);
        }
    }

    @Test
    void theEngineOfThisMachineIsRight() {
        assertThat(EngineChecks.findings())
                .filteredOn(finding -> finding.subject().equals("cpu"))
                .hasSize(2)
                .allMatch(finding -> finding.level() == Finding.Level.OK);
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
