package etude.tuner.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files that the tour writes for the user to read and to change. */
final class DemoFiles {
    static final Path CONFIG = Path.of("runs", "demo.yaml");
    static final Path STUDY = Path.of("studies", "demo.yaml");

    private DemoFiles() {}

    static void write() {
        copy("demo.yaml", CONFIG);
        copy("demo-study.yaml", STUDY);
    }

    private static void copy(String resource, Path file) {
        try (InputStream in = DemoFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the build");
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
