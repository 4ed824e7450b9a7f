package etude.trainer.distributed;

import etude.datasets.EtudeException;

/** Another rank cannot go on; it has told all of them why. */
public final class RankFailedException extends EtudeException {
    private static final long serialVersionUID = 1;

    RankFailedException(String sentence) {
        super(sentence);
    }
}
