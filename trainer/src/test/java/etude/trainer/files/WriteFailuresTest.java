package etude.trainer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class WriteFailuresTest {
    /** In whatever language this system says it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsKnownByTheSystemsOwnText() {
        Throwable full = catchThrowable(() -> writeTo(Path.of("/dev/full")));

        assertThat(SystemErrors.fullDisk()).hasSize(2).contains(full.getMessage());
        assertThat(WriteFailures.isFullDisk(new IllegalStateException(full))).isTrue();
    }

    @Test
    void otherFailuresAreNone() {
        Throwable missing = catchThrowable(() -> writeTo(Path.of("no such folder", "file")));

        assertThat(missing).isInstanceOf(IOException.class);
        assertThat(WriteFailures.isFullDisk(missing)).isFalse();
    }

    private static void writeTo(Path path) throws IOException {
        try (OutputStream out = Files.newOutputStream(path)) {
            out.write(1);
        }
    }
}
