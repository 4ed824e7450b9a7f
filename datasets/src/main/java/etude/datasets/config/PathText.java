package etude.datasets.config;

import java.nio.charset.StandardCharsets;

/** What no file system takes for a path, so that a config with it is refused as it is read. */
public final class PathText {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 4095;

    private PathText() {}

    /**
     * Checks a path, whether or not there is anything at it.
     *
     * @throws IllegalArgumentException with a sentence that begins with the key
     */
    public static void require(String key, String path) {
        if (path.isBlank()) {
            throw refused(key, "nothing");
        }
        if (path.indexOf('\0') >= 0) {
            throw refused(key, "a NUL character in it");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            throw refused(key, "half of a character in it");
        }
        if (bytes(path) > LONGEST_PATH) {
            throw refused(key, bytes(path) + " bytes, and no path is longer than " + LONGEST_PATH);
        }
        for (String name : path.split("/", -1)) {
            if (bytes(name) > LONGEST_NAME) {
                throw refused(
                        key,
                        "a name of %s bytes in it, and none is longer than %s"
                                .formatted(bytes(name), LONGEST_NAME));
            }
        }
    }

    private static IllegalArgumentException refused(String key, String found) {
        return new IllegalArgumentException(
                key + ": expected the path of a file or folder, found " + found);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
