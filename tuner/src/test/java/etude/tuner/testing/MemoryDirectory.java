package etude.tuner.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Puts the folders of tests into memory where there is plenty of it: what tests force to the disk
 * thousands of times need not get there. No test is about a power cut.
 */
public final class MemoryDirectory implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long PLENTY = 4L << 30;

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
            throws IOException {
        return isPlenty()
                ? Files.createTempDirectory(MEMORY, "etude-test-")
                : Files.createTempDirectory("etude-test-");
    }

    /** Tests run scripts and load libraries of their own too, which some systems forbid there. */
    private static boolean isPlenty() throws IOException {
        if (!Files.isWritable(MEMORY) || MEMORY.toFile().getUsableSpace() < PLENTY) {
            return false;
        }
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.noneMatch(
                    mount -> mount.contains(" " + MEMORY + " ") && mount.contains("noexec"));
        }
    }
}
