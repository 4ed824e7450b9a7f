package etude.datasets.reader;

import java.util.Locale;
import java.util.Set;

/** Files that file managers and archivers leave in folders, which are nobody's data. */
public final class LeftBehind {
    private static final Set<String> NAMES =
            Set.of(
                    "thumbs.db",
                    "ehthumbs.db",
                    "desktop.ini",
                    "icon\r",
                    "__macosx",
                    "@eadir",
                    "$recycle.bin",
                    "system volume information",
                    "lost+found");

    private LeftBehind() {}

    /** Whether a file or folder of this name is hidden (begins with a dot) or one of those. */
    public static boolean is(String name) {
        return name.startsWith(".") || NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
