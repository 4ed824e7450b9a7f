package etude.datasets;

import java.nio.file.Path;

/** A file that is not what its format promises; the message says path, expected and found. */
public final class CorruptFileException extends EtudeException {
    public CorruptFileException(Path path, String expected, String found) {
        super("%s: expected %s, found %s".formatted(path, expected, found));
    }
}
