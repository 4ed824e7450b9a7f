package etude.trainer.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineLibraryTest {
    @TempDir Path folder;

    @Test
    void withoutAFolderItIsTheCpuBuild() {
        assertThat(EngineLibrary.choose(Optional.empty(), "amd64"))
                .isEqualTo(new EngineLibrary.Bundled());
    }

    @Test
    void aFolderOfTheRightVersionIsTaken() throws Exception {
        Path libraries = LibtorchFolder.wheel(folder, "2.7.1+cu128");
        EngineLibrary library = choose(folder + File.pathSeparator + libraries);
        assertThat(library.cudaBuild()).contains(CudaBuild.CUDA_128);
        assertThat(library).hasToString("PyTorch 2.7.1+cu128 in " + libraries);
    }

    @Test
    void anotherVersionIsRefusedWithTheOneToInstallAndHow() throws Exception {
        Path libraries = LibtorchFolder.wheel(folder, "2.10.0+cu128");
        assertThatThrownBy(() -> choose(libraries.toString()))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith(libraries + ": PyTorch 2.10.0+cu128 cannot be used")
                .hasMessageContaining("the engine's bridge is for 2.7.1")
                .hasMessageContaining("pip install torch==2.7.1+cu128");
    }

    @Test
    void aVersionThatNothingTellsIsRefused() throws Exception {
        Path libraries = LibtorchFolder.cuda(folder.resolve("lib"));
        assertThatThrownBy(() -> choose(libraries.toString()))
                .hasMessageContaining("PyTorch of an unknown version cannot be used");
    }

    @Test
    void aFolderWithoutALibraryIsRefusedWithAWayBack() {
        assertThatThrownBy(() -> choose(folder.toString()))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith("PYTORCH_LIBRARY_PATH: expected a folder with ")
                .hasMessageContaining("found none in " + folder)
                .hasMessageEndingWith(", or unset PYTORCH_LIBRARY_PATH");
        LibraryFolder moved = new LibraryFolder(folder.resolve("moved").toString(), false);
        assertThatThrownBy(() -> EngineLibrary.choose(Optional.of(moved), "amd64"))
                .hasMessageStartingWith("the folder that `etude doctor --use` chose: expected a")
                .hasMessageEndingWith("`etude doctor --use cpu`");
    }

    @Test
    void gpusNeedAProcessorThatThereIsABridgeFor() throws Exception {
        Path gpu = LibtorchFolder.wheel(folder, "2.7.1+cu128");
        assertThatThrownBy(() -> choose(gpu.toString(), "aarch64"))
                .hasMessageContaining("no bridge for GPUs on aarch64, only on amd64");
        Path cpu = LibtorchFolder.cpu(folder.resolve("lib"));
        Files.writeString(folder.resolve("build-version"), "2.7.1+cpu");
        assertThat(choose(cpu.toString(), "aarch64").cudaBuild()).isEmpty();
    }

    private static EngineLibrary choose(String named) {
        return choose(named, "amd64");
    }

    private static EngineLibrary choose(String named, String architecture) {
        return EngineLibrary.choose(Optional.of(new LibraryFolder(named, true)), architecture);
    }
}
