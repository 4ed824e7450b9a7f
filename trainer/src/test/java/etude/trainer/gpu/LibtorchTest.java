package etude.trainer.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LibtorchTest {
    @TempDir Path folder;

    @Test
    void theVersionIsThatOfTheBridgeOnTheClassPath() throws Exception {
        Properties bridge = new Properties();
        try (InputStream in = Libtorch.class.getResourceAsStream("/jnilib/pytorch.properties")) {
            bridge.load(in);
        }
        assertThat(bridge.getProperty("jni_version")).startsWith(Libtorch.VERSION + "-");
    }

    @Test
    void aWheelSaysItsVersionInPython() throws Exception {
        Libtorch libtorch = Libtorch.in(LibtorchFolder.wheel(folder, "2.10.0+cu128")).orElseThrow();
        assertThat(libtorch.version()).contains("2.10.0+cu128");
        assertThat(libtorch.cuda()).isTrue();
        assertThat(libtorch.fits()).isFalse();
    }

    @Test
    void anArchiveSaysItsVersionInAFileOfItsOwn() throws Exception {
        Path libraries = LibtorchFolder.cpu(folder.resolve("lib"));
        Files.writeString(folder.resolve("build-version"), "2.7.1+cpu\n");
        Libtorch libtorch = Libtorch.in(libraries.resolve("libtorch.so")).orElseThrow();
        assertThat(libtorch.folder()).isEqualTo(libraries.toAbsolutePath());
        assertThat(libtorch.version()).contains("2.7.1+cpu");
        assertThat(libtorch.fits()).isTrue();
        assertThat(libtorch.cudaBuild()).isEmpty();
    }

    @Test
    void djlSaysTheVersionInTheNameOfTheFolder() throws Exception {
        Path libraries = LibtorchFolder.cuda(folder.resolve("2.7.1-20250812-cu128-linux-x86_64"));
        assertThat(Libtorch.in(libraries).flatMap(Libtorch::version)).contains("2.7.1+cu128");
    }

    @Test
    void elseTheLibraryIsSearchedForTheOneVersionThatMatters() throws Exception {
        Path libraries = LibtorchFolder.cpu(folder.resolve("lib"));
        Path library = libraries.resolve(System.mapLibraryName("torch_cpu"));
        Files.writeString(library, "abc\0002.7.10\000");
        assertThat(Libtorch.in(libraries).flatMap(Libtorch::version)).isEmpty();
        Files.writeString(library, "abc\0002.7.1\000def");
        assertThat(Libtorch.in(libraries).flatMap(Libtorch::version)).contains("2.7.1");
    }

    @Test
    void aFolderWithoutTheLibraryIsNone() {
        assertThat(Libtorch.in(folder)).isEmpty();
        assertThat(Libtorch.in(folder.resolve("no such folder"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2.7.1, true", "2.7.1+cu128, true", "2.7.1+cu126, true", "2.7.1+cpu, true",
        "2.7.1+cu118, false", "2.7.1+rocm6.3, false", "2.7.10, false", "2.7.0, false",
        "2.13.0+cu130, false", "12.7.1, false"
    })
    void onlyTheVersionOfTheBridgeFits(String version, boolean fits) {
        assertThat(new Libtorch(folder, Optional.of(version), true).fits()).isEqualTo(fits);
    }

    /** By the compiled kernels of PyTorch's build scripts, and that those run on later minors. */
    @ParameterizedTest
    @CsvSource({
        "2.7.1+cu128, 7, 0, false", "2.7.1+cu128, 7, 5, true", "2.7.1+cu128, 8, 9, true",
        "2.7.1+cu128, 9, 0, true", "2.7.1+cu128, 10, 0, true", "2.7.1+cu128, 12, 1, true",
        "2.7.1, 12, 0, true", "2.7.1+cu128, 11, 0, false", "2.7.1+cu128, 13, 0, true",
        "2.7.1+cu126, 7, 0, true", "2.7.1+cu126, 3, 7, false", "2.7.1+cu126, 10, 0, false"
    })
    void kernelsAreThereForSomeCards(String version, int major, int minor, boolean there) {
        CudaBuild build =
                new Libtorch(folder, Optional.of(version), true).cudaBuild().orElseThrow();
        assertThat(build.hasKernelsFor(new ComputeCapability(major, minor))).isEqualTo(there);
    }
}
