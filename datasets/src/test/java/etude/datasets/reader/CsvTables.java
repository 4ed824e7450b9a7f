package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.config.SourceConfig;
import etude.datasets.config.SourceConfig.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Writes small tables and opens them. */
abstract class CsvTables {
    @TempDir private Path folder;

    Path folder() {
        return folder;
    }

    static int[] labels(CsvDataset table) {
        Batch batch = new Batch(table.spec(), table.size());
        for (int row = 0; row < table.size(); row++) {
            table.read(row, batch, row);
        }
        return batch.labels();
    }

    CsvDataset like(CsvDataset owner, String content) throws IOException {
        return CsvDataset.openLike(owner, write("second.csv", content), cache(), note -> {});
    }

    void refuses(String content, String message) throws IOException {
        Path file = write("bad.csv", content);
        assertThatThrownBy(() -> open(file, "y", Task.CLASSIFICATION))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith(
                        message.startsWith(":")
                                ? file + message
                                : message.replace("%1$s", "%s").replace("%s", file.toString()));
    }

    CsvDataset open(Path file, String target, Task task) {
        return open(file, new SourceConfig.Csv(file.toString(), target, task, false));
    }

    CsvDataset open(Path file, SourceConfig.Csv config) {
        return CsvDataset.open(file, config, Optional.empty(), cache(), note -> {});
    }

    Path cache() {
        return folder.resolve("cache");
    }

    Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
