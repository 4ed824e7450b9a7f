package etude.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRootTest {
    @TempDir private Path folder;

    @Test
    void defaultsLieInTheHomeFolder() {
        DataRoot root = DataRoot.of(Map.of(), folder, folder);

        assertThat(root.directory()).isEqualTo(folder.resolve(".cache/etude"));
        assertThat(root.cache()).isEqualTo(folder.resolve(".cache/etude/cache"));
    }

    @Test
    void dataFolderOfTheEnvironmentDoesNotMoveTheCache() {
        DataRoot root = DataRoot.of(Map.of("ETUDE_DATA", "shared"), folder, folder);

        assertThat(root.directory()).isEqualTo(Path.of("shared"));
        assertThat(root.cache()).isEqualTo(folder.resolve(".cache/etude/cache"));
        assertThat(DataRoot.of(Map.of("ETUDE_CACHE", "fast"), folder, folder).cache())
                .isEqualTo(Path.of("fast"));
    }

    @Test
    void relativePathIsFoundBelowTheDataRoot() throws IOException {
        Path file = Files.createFile(folder.resolve("table.csv"));

        assertThat(new DataRoot(folder, folder).resolve("table.csv")).isEqualTo(file);
        assertThat(new DataRoot(folder, folder).resolve(file.toString())).isEqualTo(file);
    }

    @Test
    void missingPathSaysWhereItWasLookedFor() {
        assertThatThrownBy(() -> new DataRoot(folder, folder).resolve("nothing/here.csv"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(Path.of("nothing/here.csv").toAbsolutePath().toString())
                .hasMessageContaining(folder.resolve("nothing/here.csv").toString())
                .hasMessageContaining("ETUDE_DATA");
    }

    @Test
    void missingPathNamedLikeAKnownDataSetSaysHowToFetchIt() {
        assertThatThrownBy(() -> new DataRoot(folder, folder).resolve("data/Fashion_MNIST"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("etude data fetch fashion-mnist");
    }

    @Test
    void tildeIsTheHomeFolder() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path file = Files.createFile(home.resolve("table.csv"));
        DataRoot root = DataRoot.of(Map.of("ETUDE_DATA", "~/data"), home, folder);

        assertThat(root.directory()).isEqualTo(home.resolve("data"));
        assertThat(root.resolve("~/table.csv")).isEqualTo(file);
        assertThat(root.resolve("~")).isEqualTo(home);
        Path literal = Files.createFile(folder.resolve("~table.csv"));
        assertThat(root.resolve(literal.toString())).isEqualTo(literal);
        assertThatThrownBy(() -> new DataRoot(folder, folder).resolve("~/table.csv"))
                .hasMessageContaining("~ is the home folder, and this user has none");
    }

    @Test
    void withoutAHomeTheCacheIsAFolderOfThisUserAndTheUserIsTold() throws IOException {
        Path none = Path.of("?");
        DataRoot root = DataRoot.of(Map.of(), none, folder);

        assertThat(root.directory().getParent()).isEqualTo(folder);
        assertThat(root.directory().getFileName().toString()).matches("etude-\\d+");
        assertThat(root.cache()).isEqualTo(root.directory().resolve("cache"));
        assertThat(Files.getPosixFilePermissions(root.directory()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(root.remark().orElseThrow())
                .contains(root.directory().toString())
                .contains("ETUDE_CACHE");
        assertThat(DataRoot.of(Map.of(), none, folder)).isEqualTo(root);
        assertThat(none).doesNotExist();
    }

    @Test
    void withoutAHomeTheFoldersOfTheEnvironmentComeFirst() {
        Path none = Path.of("?");
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", "/caches");
        assertThat(DataRoot.of(environment, none, folder).cache())
                .isEqualTo(Path.of("/caches/etude/cache"));
        assertThat(DataRoot.of(Map.of("ETUDE_DATA", "/d", "ETUDE_CACHE", "/c"), none, folder))
                .isEqualTo(new DataRoot(Path.of("/d"), Path.of("/c")));
    }

    @Test
    void folderThatSomebodyElseCouldHaveFilledTakesNoHomesPlace() throws IOException {
        Path none = Path.of("?");
        Path mine = DataRoot.of(Map.of(), none, folder).directory();
        Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> DataRoot.of(Map.of(), none, folder))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(mine + " is no folder that only this user may enter")
                .hasMessageContaining("set XDG_CACHE_HOME or ETUDE_CACHE");
    }

    @Test
    void textThatIsNoPathIsShownWithoutItsControlCharacters() {
        assertThatThrownBy(() -> new DataRoot(folder, folder).resolve("a\0b"))
                .isInstanceOf(EtudeException.class)
                .hasMessage("'a\\u0000b' is no path: Nul character not allowed");
    }
}
