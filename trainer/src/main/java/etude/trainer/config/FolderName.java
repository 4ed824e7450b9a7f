package etude.trainer.config;

import java.nio.charset.StandardCharsets;

/** The rule for names of runs and studies, which name their folders too. */
public final class FolderName {
    /** File systems take 255 bytes, of which suffixes such as {@code .old-1} need some. */
    private static final int LONGEST = 200;

    private FolderName() {}

    /**
     * Refuses a name that could not be one folder.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public static void require(String name) {
        require(name, 0);
    }

    /**
     * Refuses a name that could not begin the name of one folder.
     *
     * @param suffix the most bytes that are put behind it
     * @throws IllegalArgumentException with a sentence
     */
    public static void require(String name, int suffix) {
        if (name.isBlank() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
            throw new IllegalArgumentException(
                    "name: must be the name of a folder, without slashes or a leading dot, found \""
                            + name
                            + '"');
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "name: must be the name of a folder, found a control character in it");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException(
                    "name: must be the name of a folder, found half of a character in it");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST - suffix) {
            throw new IllegalArgumentException(
                    "name: must be the name of a folder, of at most %s bytes, found %s bytes"
                            .formatted(LONGEST - suffix, bytes));
        }
    }
}
