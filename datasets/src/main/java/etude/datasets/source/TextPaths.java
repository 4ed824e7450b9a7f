package etude.datasets.source;

import etude.datasets.reader.TextFiles;
import java.util.Optional;

/** What a config calls a text: a file, a folder of files, or a pattern of their paths. */
final class TextPaths {
    private static final String MARKS = "*?[{";

    private TextPaths() {}

    /**
     * The files at a path.
     *
     * @throws etude.datasets.EtudeException when there are none
     */
    static TextFiles find(DataRoot root, String path) {
        Optional<TextFiles> plain = root.find(path).map(TextFiles::of);
        int mark = firstMark(path);
        if (plain.isPresent() || mark == path.length()) {
            return plain.orElseGet(() -> TextFiles.of(root.resolve(path)));
        }
        int folder = path.lastIndexOf('/', mark);
        return TextFiles.matching(
                root.resolve(folder < 0 ? "." : path.substring(0, folder + 1)),
                path.substring(folder + 1));
    }

    /** Where a pattern begins; the end of a path that is none. */
    private static int firstMark(String path) {
        int at = 0;
        while (at < path.length() && MARKS.indexOf(path.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
