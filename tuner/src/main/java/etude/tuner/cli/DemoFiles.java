package etude.tuner.cli;

import etude.tuner.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files that the tour writes for the user to read and to change.
 *
 * @param base what the study and the project begin from
 */
record DemoFiles(Path config, Path study, Path base) {
    static DemoFiles of(Workspace workspace) {
        return new DemoFiles(
                workspace.runs().resolve("demo.yaml"),
                workspace.studies().resolve("demo.yaml"),
                workspace.studies().resolve("demo-base.yaml"));
    }

    /** Where the study file goes that comes next. */
    Path next() {
        return study.resolveSibling("demo-next.yaml");
    }

    /** Of an earlier tour there may be a next study. */
    void write() {
        delete(next());
        delete(study.resolveSibling("demo-next-base.yaml"));
        copy("demo.yaml", config);
        copy("demo-study.yaml", study);
        copy("demo-study-base.yaml", base);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
