package etude.trainer.config;

/** The rule for names of runs and studies, which name their folders too. */
public final class FolderName {
    private FolderName() {}

    /**
     * Refuses a name that could not be one folder.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public static void require(String name) {
        if (name.isBlank() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
            throw new IllegalArgumentException(
                    "name: must be the name of a folder, without slashes or a leading dot, found \""
                            + name
                            + '"');
        }
    }
}
