package etude.datasets.reader;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which images of a folder or archive to read, and how.
 *
 * @param root a folder, or a .tar, .tar.gz or .tgz of one
 * @param split the folder below the root that holds the class folders, such as train; empty when
 *     the root itself holds them
 * @param height the height in pixels that every image must have, or get; empty for that of the
 *     first image
 * @param width likewise
 * @param resize whether images of another size are resized, for which both sizes are needed, or
 *     refused
 */
public record ImageFolderRequest(
        Path root,
        Optional<String> split,
        Optional<Integer> height,
        Optional<Integer> width,
        boolean resize) {

    /** Where the class folders are, for messages; inside an archive there is no such path. */
    Path base() {
        return split.map(root::resolve).orElse(root);
    }
}
