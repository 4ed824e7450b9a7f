package etude.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRootTest {
    @TempDir private Path folder;

    @Test
    void defaultsLieInTheHomeFolder() {
        DataRoot root = DataRoot.of(Map.of(), folder);

        assertThat(root.directory()).isEqualTo(folder.resolve(".cache/etude"));
        assertThat(root.cache()).isEqualTo(folder.resolve(".cache/etude/cache"));
    }

    @Test
    void dataFolderOfTheEnvironmentDoesNotMoveTheCache() {
        DataRoot root = DataRoot.of(Map.of("ETUDE_DATA", "shared"), folder);

        assertThat(root.directory()).isEqualTo(Path.of("shared"));
        assertThat(root.cache()).isEqualTo(folder.resolve(".cache/etude/cache"));
        assertThat(DataRoot.of(Map.of("ETUDE_CACHE", "fast"), folder).cache())
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
}
