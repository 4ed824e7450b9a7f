package etude.datasets.reader;

import etude.datasets.cache.CacheKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A text file in the cache folder that has a line for each bad file of a source, of which messages
 * name only some. There is one for each folder or archive: it tells of the last time.
 */
record ProblemList(Path cache, String name) {
    static ProblemList of(ImageFolderRequest request, Path cache) {
        CacheKey key = CacheKey.of("bad-files", request.base(), List.of(), "");
        return new ProblemList(cache, key.stem() + ".txt");
    }

    /** Where they stand now; nowhere if this user cannot write there. */
    Optional<Path> write(List<String> problems) {
        Path file = cache.resolve(name);
        Path temporary = cache.resolve(name + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(cache);
            Files.write(temporary, problems);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** There is nothing wrong any more. */
    void remove() {
        try {
            Files.deleteIfExists(cache.resolve(name));
        } catch (IOException e) {
            // another user's, who is told the same the next time
        }
    }
}
