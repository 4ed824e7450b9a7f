package etude.tuner.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.gpu.EngineLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
        assertThat(choice.use(libraries)).isEqualTo(libraries.toString());
        assertThat(file).hasContent(libraries.toString());
        assertThat(System.getProperty(EngineLibrary.VARIABLE)).isEqualTo(libraries.toString());

        assertThat(choice.forget()).isEqualTo("the CPU build that comes with Etude");
        assertThat(file).doesNotExist();
        assertThat(System.getProperty(EngineLibrary.VARIABLE)).isNull();
    }

    @Test
    void aVirtualEnvironmentIsEnough() throws IOException {
        Path libraries = wheel("venv/lib/python3.11/site-packages/torch", "2.7.1+cu128");
        assertThat(choice.use(folder.resolve("venv"))).isEqualTo(libraries.toString());
    }

    @Test
    void anotherVersionIsRefusedAndNotRemembered() throws IOException {
        Path libraries = wheel("torch", "2.13.0+cu130");
        assertThatThrownBy(() -> choice.use(libraries))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--use: " + libraries)
                .hasMessageContaining("PyTorch 2.13.0+cu130 cannot be used");
        assertThat(file).doesNotExist();
    }

    @Test
    void aFolderWithoutALibraryIsRefused() {
        assertThatThrownBy(() -> choice.use(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--use: expected gpu, cpu or a folder with ")
                .hasMessageContaining("found none in " + folder);
    }

    /** Root may write everywhere, so a file stands in the way. */
    @Test
    void aCheckoutThatCannotBeWrittenIsNamedBeforeAnythingIsFetched() throws IOException {
        Files.createFile(folder.resolve("checkout"));
        Path libraries = wheel("torch", "2.7.1");
        for (ThrowingCallable attempt :
                List.<ThrowingCallable>of(choice::requireWritable, () -> choice.use(libraries))) {
            assertThatThrownBy(attempt)
                    .isInstanceOf(EtudeException.class)
                    .hasMessageStartingWith("--use: the choice cannot be remembered in " + file)
                    .hasMessageContaining("export PYTORCH_LIBRARY_PATH");
        }
        assertThat(System.getProperty(EngineLibrary.VARIABLE)).isNull();
    }

    @Test
    void aVariableThatWinsIsSaid() {
        assertThat(LibraryChoice.sentence("/a", Optional.empty()))
                .isEqualTo("/a is used from now on");
        assertThat(LibraryChoice.sentence("/a", Optional.of("/b")))
                .isEqualTo(
                        "/a is used from now on wherever PYTORCH_LIBRARY_PATH is not exported; here it is, as \"/b\", and wins until you unset it");
    }

    @Test
    void withoutALauncherNothingCanBeRemembered() throws IOException {
        Path libraries = wheel("torch", "2.7.1");
        assertThatThrownBy(() -> new LibraryChoice(Optional.empty()).use(libraries))
                .hasMessageStartingWith("--use: only scripts/etude can remember it");
    }

    @Test
    void aMirrorIsAFolderOrAnAddress() {
        assertThat(LibraryChoice.mirror("m", folder)).isEqualTo(folder.toUri());
        Path none = folder.resolve("none");
        assertThat(LibraryChoice.mirror("https://host/a", none)).hasHost("host");
        for (String named : List.of("nonsense", "", "ftp://host/a", "https://", "https://a b/")) {
            assertThatThrownBy(() -> LibraryChoice.mirror(named, none))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(
                            "--mirror: expected an address (https://...) or a folder where files lie as on DJL's host, found \"%s\"",
                            named);
        }
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
