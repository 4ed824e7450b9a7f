package etude.trainer.run;

import etude.datasets.EtudeException;

/** The settings of model, loss or optimizer fit neither each other nor the data. */
public final class UnfitModelException extends EtudeException {
    UnfitModelException(EtudeException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
