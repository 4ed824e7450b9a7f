package etude.trainer.files;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Moves earlier work out of the way instead of deleting it. */
public final class EarlierDirectory {
    private EarlierDirectory() {}

    /**
     * Renames {@code directory} to the first free {@code NAME.old-N} beside it.
     *
     * @param what it holds, such as {@code run}
     * @throws EtudeException when the file system refuses
     */
    public static void putAside(Path directory, String what, Consumer<String> notes) {
        Path absolute = directory.toAbsolutePath().normalize();
        int number = 1;
        while (Files.exists(aside(absolute, number))) {
            number++;
        }
        Path aside = aside(absolute, number);
        try {
            Files.move(absolute, aside);
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot move %s to %s: %s".formatted(absolute, aside, Reason.of(absolute, e)),
                    e);
        }
        notes.accept(
                "the earlier %s is now in %s; delete it when you no longer need it"
                        .formatted(what, aside));
    }

    private static Path aside(Path absolute, int number) {
        return absolute.resolveSibling(absolute.getFileName() + ".old-" + number);
    }
}
