package etude.tuner.store;

import etude.datasets.EtudeException;

/** The store cannot be used now, which says nothing about the trial somebody works on. */
public final class StoreTroubleException extends EtudeException {
    StoreTroubleException(String message, Throwable cause) {
        super(message, cause);
    }
}
