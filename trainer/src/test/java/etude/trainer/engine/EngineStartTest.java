package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.LibUtils;
import etude.datasets.EtudeException;
import etude.trainer.gpu.NativeStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real engine beside the CUDA runtime of a toolkit, which DJL would go by: it looks for a
 * bridge named after that version, or for a build to download.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@DisabledIfSystemProperty(
        named = "etude.test.device",
        matches = "gpu",
        disabledReason = "it stands for a machine whose engine, the CPU build, finds no GPU")
final class EngineStartTest {
    @TempDir Path folder;

    @BeforeEach
    void installAToolkit() throws Exception {
        NativeStub.compile(
                "cudart.c",
                Files.createDirectory(folder.resolve("toolkit")).resolve("libcudart.so"));
    }

    @Test
    void aFolderWithLibrariesForGpusGetsTheBridgeForCuda() throws Exception {
        Path libraries = Files.createDirectories(folder.resolve("torch/lib"));
        linkCpuLibraries(libraries);
        NativeStub.compile("cuda_part.c", libraries.resolve("libc10_cuda.so"));
        NativeStub.compile("cuda_part.c", libraries.resolve("libtorch_cuda.so"));
        Files.writeString(libraries.resolveSibling("version.py"), "__version__ = '2.7.1+cu128'\n");

        Path cache = folder.resolve("cache");
        String said =
                start(
                        Map.of(
                                "FAKE_CUDA",
                                "13000",
                                "PYTORCH_LIBRARY_PATH",
                                libraries.toString(),
                                "ENGINE_CACHE_DIR",
                                cache.toString()));

        assertThat(said)
                .startsWith("--device: gpu:0 asked for, 0 found by PyTorch 2.7.1+cu128 in ");
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.filter(file -> file.toString().endsWith("libdjl_torch.so")))
                    .singleElement()
                    .asString()
                    .contains("-cu128-linux-x86_64");
        }
    }

    /** DJL has no build for CUDA 12.4, and one for 12.8. */
    @ParameterizedTest
    @ValueSource(strings = {"12040", "12080"})
    void withoutAFolderTheCpuBuildLoadsAndNothingIsDownloaded(String toolkit) throws Exception {
        String said = start(Map.of("FAKE_CUDA", toolkit));

        assertThat(said)
                .startsWith("--device: gpu:0 asked for, 0 found by the CPU build that comes with");
    }

    /** DJL's own folder has its bridge in it as well, which would be taken whatever it is for. */
    private static void linkCpuLibraries(Path folder) throws IOException {
        Devices.engine();
        try (Stream<Path> files = Files.list(Path.of(LibUtils.getLibtorchPath()))) {
            for (Path file : files.filter(f -> !f.toString().contains("djl_torch")).toList()) {
                Files.createSymbolicLink(folder.resolve(file.getFileName()), file);
            }
        }
    }

    private String start(Map<String, String> variables) throws IOException {
        ProcessBuilder child =
                new ProcessBuilder(
                        TestJvm.command(
                                EngineStartTest.class,
                                "-Djna.library.path=" + folder.resolve("toolkit")));
        child.environment().putAll(variables);
        Process process = child.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Prints which library finds no GPU. */
    public static void main(String[] arguments) {
        try {
            Devices.resolve("gpu");
        } catch (EtudeException e) {
            System.out.print(e.getMessage());
        }
    }
}
