package etude.trainer.run;

import etude.datasets.EtudeException;

/** Another process is at work in a run directory. */
public final class RunInUseException extends EtudeException {
    RunInUseException(String message) {
        super(message);
    }
}
