package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A small file system of its own, to be filled; needs Linux and root, otherwise skips the test. */
public final class FullDisk implements AutoCloseable {
    private final Path directory;

    private FullDisk(Path directory) {
        this.directory = directory;
    }

    public static FullDisk mount(Path directory, int kibibytes) {
        String size = "size=%dk".formatted(kibibytes);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", size, "tmpfs", directory.toString());
        Assumptions.assumeTrue(mounted, "a full disk needs the right to mount a tmpfs");
        return new FullDisk(directory);
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
