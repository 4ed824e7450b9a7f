package etude.tuner.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own, to be filled or made read-only; needs Linux and root. */
public final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts it, or skips the test where that is not allowed. */
    public static SmallDisk mount(Path directory, int kibibytes) {
        String size = "size=%dk".formatted(kibibytes);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", size, "tmpfs", directory.toString());
        Assumptions.assumeTrue(mounted, "a small disk needs the right to mount a tmpfs");
        return new SmallDisk(directory);
    }

    void makeReadOnly() {
        assertThat(run("mount", "-o", "remount,ro", directory.toString())).isTrue();
    }

    @Override
    public void close() {
        assertThat(run("umount", directory.toString())).isTrue();
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException e) {
            return false; // no such command here
        }
    }
}
