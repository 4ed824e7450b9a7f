package etude.tuner.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.engine.EngineReport;
import etude.trainer.gpu.ComputeCapability;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.Libtorch;
import etude.trainer.gpu.NvidiaDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GpuChecksTest {
    private static final EngineLibrary CPU = new EngineLibrary.Bundled();
    private static final EngineLibrary CUDA =
            new EngineLibrary.Installed(
                    new Libtorch(Path.of("/torch/lib"), Optional.of("2.7.1+cu128"), true));

    private static final GraphicsCard H200 = card("NVIDIA H200", 9, 0);
    private static final GraphicsCard V100 = card("Tesla V100", 7, 0);
    private static final GraphicsCard K80 = card("Tesla K80", 3, 7);

    @Test
    void noDriver() {
        assertThat(findings(CPU, Optional.empty()))
                .containsExactly(Finding.ok("driver", "no NVIDIA driver; training uses the CPU"));
    }

    @Test
    void librariesForGpusWithoutADriver() {
        assertThat(findings(CUDA, Optional.empty()))
                .singleElement()
                .satisfies(
                        finding ->
                                says(
                                        finding,
                                        Finding.Level.WARN,
                                        "no NVIDIA driver, though PyTorch 2.7.1+cu128 in"));
    }

    @Test
    void aDriverButACpuBuild() {
        assertThat(findings(CPU, driver("550.54.14", H200, H200, V100)))
                .singleElement()
                .satisfies(
                        finding -> {
                            says(
                                    finding,
                                    Finding.Level.WARN,
                                    "NVIDIA 550.54.14 with 2 x NVIDIA H200 and with 1 x Tesla V100,");
                            assertThat(finding.sentence())
                                    .contains("the engine is the CPU build that comes with Etude")
                                    .contains("`etude doctor --use gpu`");
                        });
    }

    @Test
    void aDriverTooOldForCuda12() {
        assertThat(findings(CUDA, driver("470.199.02", H200)))
                .singleElement()
                .satisfies(
                        finding ->
                                says(
                                        finding,
                                        Finding.Level.FAIL,
                                        "NVIDIA 470.199.02 with 1 x NVIDIA H200, too old for CUDA 12; install version 570.26"));
        assertThat(findings(CPU, driver("470.199.02", H200)))
                .singleElement()
                .satisfies(finding -> says(finding, Finding.Level.WARN, "NVIDIA 470.199.02"));
    }

    @Test
    void aDriverOlderThanTheBuildRunsItAllTheSame() {
        assertThat(findings(CUDA, driver("535.104.05", H200), H200).get(0))
                .satisfies(
                        finding -> {
                            says(finding, Finding.Level.WARN, "NVIDIA 535.104.05");
                            assertThat(finding.sentence()).contains("minor version compatibility");
                        });
    }

    @Test
    void cardsThatTheEngineDoesNotSee() {
        assertThat(findings(CUDA, driver("570.86.10", H200)))
                .singleElement()
                .satisfies(
                        finding -> {
                            says(finding, Finding.Level.FAIL, "NVIDIA 570.86.10");
                            assertThat(finding.sentence()).contains("CUDA_VISIBLE_DEVICES");
                        });
    }

    @Test
    void aCardWithoutKernelsInThisBuildOrInAny() {
        assertThat(findings(CUDA, driver("570.86.10", V100, K80), V100, K80).stream().skip(1))
                .containsExactly(
                        Finding.fail(
                                "gpu:0",
                                "Tesla V100 has compute capability 7.0, for which PyTorch 2.7.1+cu128 in /torch/lib has no kernels; PyTorch 2.7.1 for CUDA 12.6 has them: name its folder with `etude doctor --use DIR`"),
                        Finding.fail(
                                "gpu:1",
                                "Tesla K80 has compute capability 3.7, for which PyTorch 2.7.1+cu128 in /torch/lib has no kernels; no build of PyTorch 2.7.1 has them, so use another card or --device cpu"));
    }

    @Test
    void allIsRight() {
        GraphicsCard used =
                new GraphicsCard(
                        0,
                        "NVIDIA H200",
                        "GPU-aa",
                        new ComputeCapability(9, 0),
                        140L << 30,
                        3L << 30,
                        List.of(new GraphicsCard.Use(42, 2L << 30)));
        assertThat(findings(CUDA, driver("570.86.10", used), used))
                .containsExactly(
                        Finding.ok("driver", "NVIDIA 570.86.10 with 1 x NVIDIA H200"),
                        Finding.ok(
                                "gpu:0",
                                "NVIDIA H200, compute capability 9.0, 140.0 GiB, of which 3.0 GiB are in use (process 42 with 2.0 GiB)"));
    }

    private static void says(Finding finding, Finding.Level level, String start) {
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.sentence()).startsWith(start);
    }

    /** What is said where the engine sees the given cards. */
    private static List<Finding> findings(
            EngineLibrary library, Optional<NvidiaDriver> driver, GraphicsCard... seen) {
        List<EngineReport.Gpu> gpus =
                List.of(seen).stream()
                        .map(
                                card ->
                                        new EngineReport.Gpu(
                                                List.of(seen).indexOf(card), Optional.of(card)))
                        .toList();
        return GpuChecks.findings(
                new EngineReport("PyTorch", "2.7.1", "0.36.0", 2, 0.5, library, driver, gpus));
    }

    private static Optional<NvidiaDriver> driver(String version, GraphicsCard... cards) {
        return Optional.of(new NvidiaDriver(version, List.of(cards)));
    }

    private static GraphicsCard card(String name, int major, int minor) {
        return new GraphicsCard(
                0, name, "GPU-aa", new ComputeCapability(major, minor), 1L << 30, 0, List.of());
    }
}
