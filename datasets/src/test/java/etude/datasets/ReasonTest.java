package etude.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReasonTest {
    private static final Path FILE = Path.of("/a/b");

    @Test
    void theSystemsReasonsAreWords() {
        Map<Exception, String> reasons =
                Map.of(
                        new NoSuchFileException("/a/b"), "no such file or folder",
                        new AccessDeniedException("/a/b"), "permission denied",
                        new AccessDeniedException("/a"), "permission denied: /a",
                        new FileAlreadyExistsException("/a/b"),
                                "something of that name is there already",
                        new FileSystemException("/a/b", null, "Is a directory"), "Is a directory",
                        new UncheckedIOException(new AccessDeniedException("/a/b")),
                                "permission denied",
                        new IOException("Input/output error"), "Input/output error",
                        new EOFException(), "it ends too early",
                        new ClosedChannelException(), "closed channel",
                        new UnknownHostException("nowhere.example"),
                                "unknown host nowhere.example");

        reasons.forEach((failure, words) -> assertThat(Reason.of(FILE, failure)).isEqualTo(words));
    }

    @Test
    void aSentenceThatNamesNoFileIsToldIt(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        try {
            Files.size(missing);
        } catch (IOException e) {
            assertThat(Reason.of(e)).isEqualTo("no such file or folder: " + missing);
        }
        assertThat(missing).doesNotExist();
    }
}
