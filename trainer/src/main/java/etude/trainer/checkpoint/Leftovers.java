package etude.trainer.checkpoint;

import etude.trainer.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Directories on their way in or out: {@code step-N.tmp-PID} is being written, {@code
 * step-N.replaced} made room for a new {@code step-N}, {@code step-N.trash} is being deleted.
 */
final class Leftovers {
    private static final String REPLACED = ".replaced";
    private static final String TRASH = ".trash";
    private static final Pattern PATTERN =
            Pattern.compile("(step-\\d+\\.(tmp-\\d+|replaced|trash)|latest\\.tmp-\\d+)");

    private Leftovers() {}

    static Path temporary(Path checkpoint) {
        return sibling(checkpoint, ".tmp-" + ProcessHandle.current().pid());
    }

    static Path replaced(Path checkpoint) {
        return sibling(checkpoint, REPLACED);
    }

    /** Takes a checkpoint out of sight; {@link #sweep} deletes it. */
    static void discard(Path checkpoint) throws IOException {
        Files.move(checkpoint, sibling(checkpoint, TRASH), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Deletes all leftovers, except that a replaced checkpoint whose successor never got its name
     * gets its own back.
     */
    static void sweep(Path root) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(root)) {
            leftovers =
                    entries.filter(entry -> PATTERN.matcher(name(entry)).matches())
                            .sorted()
                            .toList();
        }
        for (Path leftover : leftovers) {
            Path original = root.resolve(name(leftover).replace(REPLACED, ""));
            if (name(leftover).endsWith(REPLACED) && !Files.exists(original)) {
                Files.move(leftover, original, StandardCopyOption.ATOMIC_MOVE);
            } else {
                AtomicFiles.deleteTree(leftover);
            }
        }
        if (!leftovers.isEmpty()) {
            AtomicFiles.forceDirectory(root);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Path sibling(Path checkpoint, String suffix) {
        return checkpoint.resolveSibling(checkpoint.getFileName() + suffix);
    }
}
