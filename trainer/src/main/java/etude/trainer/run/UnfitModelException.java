package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import java.util.List;

/** The settings of model, loss or optimizer fit neither each other nor the data. */
public final class UnfitModelException extends ConfigException {
    UnfitModelException(EtudeException cause) {
        super(List.of(String.valueOf(cause.getMessage())));
        initCause(cause);
    }
}
