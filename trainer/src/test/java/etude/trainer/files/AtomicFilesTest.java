package etude.trainer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir Path directory;

    @Test
    void contentIsReplacedAndNoTemporaryFileStays() {
        Path path = directory.resolve("file");
        AtomicFiles.write(path, new byte[] {1});
        AtomicFiles.write(path, new byte[] {2, 3});

        assertThat(path).hasBinaryContent(new byte[] {2, 3});
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    @Test
    void failedReplacementLeavesNoTemporaryFileAndNamesThePath() throws IOException {
        Path path = Files.createDirectory(directory.resolve("file"));
        Files.writeString(path.resolve("inside"), "x");

        assertThatThrownBy(() -> AtomicFiles.write(path, new byte[] {1}))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("its earlier content is intact");
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    @Test
    void fullDiskIsSaidInWords() {
        EtudeException explained =
                WriteFailures.explain(
                        "checkpoint",
                        Path.of("runs/a"),
                        "earlier checkpoints are intact",
                        new IOException("No space left on device"));

        assertThat(explained)
                .hasMessage(
                        "no space left on the disk while writing checkpoint runs/a; earlier"
                                + " checkpoints are intact; free space and run the same command"
                                + " again");
    }

    @Test
    void treesAreDeletedAndAbsentOnesAreFine() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("a/b/c"));
        Files.writeString(tree.resolve("file"), "x");

        AtomicFiles.deleteTree(directory.resolve("a"));
        AtomicFiles.deleteTree(directory.resolve("absent"));

        assertThat(directory).isEmptyDirectory();
    }
}
