package etude.tuner.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that a page is written to, which need not be that of what the page is about.
 *
 * @param path an existing folder
 */
public record PageFolder(Path path) {
    /** The way from the page to another folder; empty where there is none, as between drives. */
    public Optional<Path> wayTo(Path folder) {
        if (folder.equals(path)) {
            return Optional.of(Path.of(""));
        }
        try {
            return Optional.of(path.toRealPath().relativize(folder.toRealPath()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
