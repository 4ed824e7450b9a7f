package etude.trainer.run;

import etude.trainer.config.ConfigException;
import java.util.List;

/**
 * What a run was asked for does not go with its directory or with what it measures. No other
 * hyperparameters would help, so in a study every trial would fail in this way.
 */
public final class UnusableRunException extends ConfigException {
    public UnusableRunException(List<String> problems) {
        super(problems);
    }
}
