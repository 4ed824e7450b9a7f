package etude.tuner.project;

/**
 * A file that a step needs, below the project's folder.
 *
 * @param path such as {@code rounds/01-baseline/study.yaml}
 * @param follows whether it is always written anew, for it is a copy; otherwise what is there stays
 */
public record DraftFile(String path, String text, boolean follows) {}
