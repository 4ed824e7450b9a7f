package etude.trainer.files;

import etude.datasets.EtudeException;
import java.io.IOException;

/**
 * A file system that takes no writes here and now: full, read-only, gone. It says nothing of what
 * was to be written.
 */
public final class UnwritableException extends EtudeException {
    UnwritableException(String message, IOException cause) {
        super(message, cause);
    }
}
