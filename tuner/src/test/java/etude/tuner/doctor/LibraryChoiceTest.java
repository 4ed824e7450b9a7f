package etude.tuner.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.gpu.EngineLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibraryChoiceTest {
    @TempDir private Path folder;
    private Path file = Path.of("");
    private LibraryChoice choice = new LibraryChoice(Optional.empty());

    @BeforeEach
    void choose() {
        file = folder.resolve("checkout").resolve("libtorch");
        choice = new LibraryChoice(Optional.of(file));
    }

    @AfterEach
    void leaveNoProperty() {
        System.clearProperty(EngineLibrary.VARIABLE);
    }

    @Test
    void aFolderIsRememberedAndForgotten() throws IOException {
        Path libraries = wheel("torch", "2.7.1+cu128");
        assertThat(choice.use(libraries)).isEqualTo(libraries);
        assertThat(file).hasContent(libraries.toString());
        assertThat(System.getProperty(EngineLibrary.VARIABLE)).isEqualTo(libraries.toString());

        choice.forget();
        assertThat(file).doesNotExist();
        assertThat(System.getProperty(EngineLibrary.VARIABLE)).isNull();
    }

    @Test
    void aVirtualEnvironmentIsEnough() throws IOException {
        Path libraries = wheel("venv/lib/python3.11/site-packages/torch", "2.7.1+cu128");
        assertThat(choice.use(folder.resolve("venv"))).isEqualTo(libraries);
    }

    @Test
    void anotherVersionIsRefusedAndNotRemembered() throws IOException {
        Path libraries = wheel("torch", "2.13.0+cu130");
        assertThatThrownBy(() -> choice.use(libraries))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("PyTorch 2.13.0+cu130 cannot be used");
        assertThat(file).doesNotExist();
    }

    @Test
    void aFolderWithoutALibraryIsRefused() {
        assertThatThrownBy(() -> choice.use(folder))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith("--use: expected a folder with ");
    }

    @Test
    void withoutALauncherNothingCanBeRemembered() throws IOException {
        Path libraries = wheel("torch", "2.7.1");
        assertThatThrownBy(() -> new LibraryChoice(Optional.empty()).use(libraries))
                .hasMessageStartingWith("--use: only scripts/etude can remember it");
    }

    private Path wheel(String torch, String version) throws IOException {
        Path libraries = Files.createDirectories(folder.resolve(torch).resolve("lib"));
        Files.createFile(libraries.resolve(System.mapLibraryName("torch")));
        if (System.getProperty("os.arch").equals("amd64")) {
            Files.createFile(libraries.resolve(System.mapLibraryName("torch_cuda")));
        }
        Files.writeString(
                libraries.resolveSibling("version.py"), "__version__ = '%s'\n".formatted(version));
        return libraries;
    }
}
