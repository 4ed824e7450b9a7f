package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {
    @TempDir Path cache;

    @Test
    void theLibraryIsUnpackedOnceForAllProcesses() throws IOException {
        Path library = SqliteLibrary.kept(cache).resolve(System.mapLibraryName("sqlitejdbc"));
        assertThat(library).isNotEmptyFile();
        Files.setLastModifiedTime(library, FileTime.fromMillis(0));

        SqliteLibrary.kept(cache);

        assertThat(Files.getLastModifiedTime(library)).isEqualTo(FileTime.fromMillis(0));
    }
}
