package etude.trainer.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NvidiaDriverTest {
    @TempDir Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void itsLibraryNamesCardsTheirMemoryAndWhoHoldsIt() throws Exception {
        Path library = NativeStub.compile("nvml.c", folder.resolve("libnvidia-ml.so.1"));

        NvidiaDriver driver = find(library).orElseThrow();

        assertThat(driver.version()).isEqualTo("570.86.10");
        assertThat(driver.cards())
                .containsExactly(
                        new GraphicsCard(
                                0,
                                "Tesla V100",
                                "GPU-aa",
                                new ComputeCapability(7, 0),
                                140L << 30,
                                0,
                                List.of()),
                        new GraphicsCard(
                                1,
                                "NVIDIA H200",
                                "GPU-bb",
                                new ComputeCapability(9, 0),
                                140L << 30,
                                4L << 30,
                                List.of(
                                        new GraphicsCard.Use(100, 0),
                                        new GraphicsCard.Use(101, 1L << 30),
                                        new GraphicsCard.Use(102, 0))));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDriverWithoutTheNewestFunctionNamesNoProcesses() throws Exception {
        Path library = NativeStub.compile("nvml.c", folder.resolve("libold.so"), "-DOLD");
        assertThat(find(library).orElseThrow().cards())
                .hasSize(2)
                .allMatch(card -> card.uses().isEmpty());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLibraryWhoseDriverIsNotLoadedIsNoDriver() throws Exception {
        Path library = NativeStub.compile("nvml.c", folder.resolve("libidle.so"), "-DINIT=9");
        assertThat(find(library)).isEmpty();
    }

    @Test
    void theKernelModuleSaysTheVersionWhereTheLibraryIsMissing() throws Exception {
        Path module = folder.resolve("version");
        Files.writeString(
                module,
                """
                NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  535.104.05  Release Build
                GCC version:  gcc version 12.2.0
                """);
        assertThat(NvidiaDriver.find("no such library", module))
                .contains(new NvidiaDriver("535.104.05", List.of()));
    }

    @Test
    void withoutBothThereIsNoDriver() {
        assertThat(find(folder.resolve("no such library"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "525.60.13, true",
        "525.147.05, true",
        "570.26, true",
        "1000.0, true",
        "525.53, false",
        "470.199.02, false",
        "unknown, true"
    })
    void versionsAreComparedAsNumbers(String version, boolean newEnough) {
        assertThat(new NvidiaDriver(version, List.of()).isAtLeast(525, 60)).isEqualTo(newEnough);
    }

    private Optional<NvidiaDriver> find(Path library) {
        return NvidiaDriver.find(library.toString(), folder.resolve("no such module"));
    }
}
