package etude.datasets.reader;

import etude.datasets.encoding.ImageFit;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which images of a folder or archive to read, and how.
 *
 * @param root a folder, or a .tar, .tar.gz or .tgz of one
 * @param split the folder below the root that holds the class folders, such as train; empty when
 *     the root itself holds them
 * @param height the height in pixels that every image must have, or get; empty for that of the
 *     first image
 * @param width likewise
 * @param fit how an image gets that size; all but the exact one need both
 * @param trainingSize edge of the square in which whole pictures are kept beside that; empty where
 *     they are not
 * @param mostSkipped the largest share of the images that may be left out because they cannot be
 *     read; 0 where each one is an error
 * @param encoded whether the cache keeps the files, which are decoded whenever they are read,
 *     instead of pixels
 * @param ownPixels whether whole pictures are the files' own pixels, of files that the cache keeps
 */
public record ImageFolderRequest(
        Path root,
        Optional<String> split,
        Optional<Integer> height,
        Optional<Integer> width,
        ImageFit fit,
        OptionalInt trainingSize,
        double mostSkipped,
        boolean encoded,
        boolean ownPixels) {
    /** Pixels of examples only, all of which must be readable. */
    public ImageFolderRequest(
            Path root,
            Optional<String> split,
            Optional<Integer> height,
            Optional<Integer> width,
            ImageFit fit) {
        this(root, split, height, width, fit, OptionalInt.empty(), 0, false, false);
    }

    /** Where the class folders are, for messages; inside an archive there is no such path. */
    Path base() {
        return split.map(root::resolve).orElse(root);
    }
}
