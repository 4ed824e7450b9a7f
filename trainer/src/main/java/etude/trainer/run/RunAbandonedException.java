package etude.trainer.run;

import etude.datasets.EtudeException;

/** The run is another process's by now: this one leaves without writing anything more. */
public class RunAbandonedException extends EtudeException {
    protected RunAbandonedException(String message) {
        super(message);
    }
}
