package etude.tuner.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** The directory of a study that version 0.1.0 wrote; see the README beside it. */
public final class Version1Study {
    private Version1Study() {}

    /** Copies it, since opening it upgrades its store. */
    public static void copyTo(Path directory) throws IOException {
        Path from = source();
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> copy(file, directory.resolve(from.relativize(file).toString())));
        }
    }

    private static Path source() {
        try {
            return Path.of(
                    Objects.requireNonNull(Version1Study.class.getResource("version-1")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path file, Path to) {
        try {
            if (Files.isDirectory(file)) {
                Files.createDirectories(to);
            } else {
                Files.copy(file, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
