package etude.tuner.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.datasets.config.SourceConfig;
import etude.datasets.source.DataRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetArgumentTest {
    @TempDir private Path data;

    @Test
    void namesOfTheCatalogueAndGeneratedAreThemselves() {
        assertThat(source("mnist")).isEqualTo(new SourceConfig.Catalogue("mnist"));
        assertThat(source("generated")).isInstanceOf(SourceConfig.Generated.class);
    }

    @Test
    void formatOfAPathIsToldByItsNames() throws IOException {
        Files.createDirectories(data.resolve("digits"));
        Files.createFile(data.resolve("digits").resolve("train-images-idx3-ubyte.gz"));
        Files.createDirectories(data.resolve("hundred"));
        Files.createFile(data.resolve("hundred").resolve("train.bin"));
        Files.createDirectories(data.resolve("photos").resolve("cat"));
        Files.createDirectories(data.resolve("photos").resolve("train-images-idx3-ubyte"));
        Files.createFile(data.resolve("plays.txt"));
        assertThat(source("digits")).isInstanceOf(SourceConfig.Idx.class);
        assertThat(source("hundred"))
                .isEqualTo(
                        new SourceConfig.CifarBinary(
                                data.resolve("hundred").toAbsolutePath().toString(), 100));
        assertThat(source("photos")).isInstanceOf(SourceConfig.ImageFolder.class);
        for (String archive : new String[] {"a.tar", "a.tar.gz", "a.tgz"}) {
            Files.createFile(data.resolve(archive));
            assertThat(source(archive)).isInstanceOf(SourceConfig.ImageFolder.class);
        }
        assertThat(source("plays.txt")).isInstanceOf(SourceConfig.Text.class);
    }

    @Test
    void tableNeedsItsTargetColumn() throws IOException {
        Files.createFile(data.resolve("wine.csv"));
        assertThatThrownBy(() -> source("wine.csv"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("wine.csv")
                .hasMessageContaining("--target");
        assertThat(argument(Optional.of("quality")).read("wine.csv").source())
                .isInstanceOf(SourceConfig.Csv.class);
    }

    @Test
    void unknownFileNamesWhatIsUnderstood() throws IOException {
        Files.createFile(data.resolve("model.onnx"));
        assertThatThrownBy(() -> source("model.onnx"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(".csv");
    }

    private SourceConfig source(String argument) {
        return argument(Optional.empty()).read(argument).source();
    }

    private DatasetArgument argument(Optional<String> target) {
        return new DatasetArgument(new DataRoot(data, data.resolve("cache")), target);
    }
}
