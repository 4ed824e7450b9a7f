package etude.datasets;

/**
 * A mistake or mishap the user can act on: its message is one clear sentence and is shown without a
 * stack trace.
 */
public class EtudeException extends RuntimeException {
    public EtudeException(String message) {
        super(message);
    }

    public EtudeException(String message, Throwable cause) {
        super(message, cause);
    }
}
