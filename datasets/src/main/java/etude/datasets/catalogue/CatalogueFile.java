package etude.datasets.catalogue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file to download.
 *
 * @param name what it is called once fetched
 * @param sha256 lower-case hexadecimal
 */
public record CatalogueFile(String name, URI url, long bytes, String sha256) {
    /** Whether the file stands in the folder with its right size; its content is not read. */
    public boolean present(Path directory) {
        Path file = directory.resolve(name);
        try {
            return Files.isRegularFile(file) && Files.size(file) == bytes;
        } catch (IOException exception) {
            return false;
        }
    }
}
