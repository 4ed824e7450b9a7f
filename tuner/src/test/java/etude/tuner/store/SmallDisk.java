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

    public void makeReadOnly() {
        assertThat(run("mount", "-o", "remount,ro", directory.toString())).isTrue();
    }

    /**
     * Another name for a directory, under which nothing in it can be changed; or skips the test.
     */
    public static SmallDisk readOnlyView(Path of, Path at) {
        boolean mounted =
                run("mount", "--bind", of.toString(), at.toString())
                        && run("mount", "-o", "remount,bind,ro", at.toString());
        Assumptions.assumeTrue(mounted, "a read-only view needs the right to mount");
        return new SmallDisk(at);
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
