package etude.datasets;

/** Data that are not where they should be: a path or a disk is to be mended, and nothing else. */
public final class MissingDataException extends EtudeException {
    public MissingDataException(String message) {
        super(message);
    }
}
