package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.encoding.Encoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Examples in files that were not there when a model was trained, one after the other, read as its
 * training data were. One that cannot be read is passed on with the reason, and the rest goes on.
 */
public sealed interface NewExamples permits NewImages, NewRows {
    /** How many there are, where that is known before they are read. */
    OptionalLong count();

    /** Passes all examples on, in their order, in memory for some hundreds. */
    void forEach(Consumer<NewExample> consumer);

    /**
     * Looks at the files, far enough to refuse those that hold something else.
     *
     * @throws EtudeException when a path leads nowhere, or a table lacks a column
     */
    static NewExamples of(Encoding encoding, List<Path> paths) {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new EtudeException("%s: there is no such file or folder".formatted(path));
            }
        }
        if (encoding instanceof Encoding.Images images) {
            return NewImages.list(images, paths);
        }
        if (encoding instanceof Encoding.Table table) {
            return NewRows.open(table, paths);
        }
        throw new EtudeException(
                "this model goes on with a text, and says nothing of files: use `etude generate`");
    }
}
